using System.Text.Json;
using System.Text.Json.Nodes;

namespace WebhookKit.LoadTest.Reporting;

/// <summary>Figures by name, rounded to what is worth reading.</summary>
internal static class FigureNames
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static JsonObject ToJson(Figures figures)
    {
        var json = JsonSerializer.SerializeToNode(figures, SnakeCase)!.AsObject();
        foreach (var (name, value) in json.ToArray())
        {
            if (value is not null)
            {
                json[name] = Round(value.GetValue<double>());
            }
        }

        return json;
    }

    public static double Round(double value) => Math.Abs(value) < 100 ? Math.Round(value, 3) : Math.Round(value);
}
