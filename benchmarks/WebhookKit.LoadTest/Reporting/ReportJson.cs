using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WebhookKit.LoadTest.Reporting;

/// <summary>The report as JSON: the figures of the run at the top, those of its phases below.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task WriteAsync(Report report, string file)
    {
        var arguments = report.Arguments;
        var json = new JsonObject
        {
            ["scenario"] = arguments.Scenario,
            ["store"] = arguments.Store.ToString().ToLowerInvariant(),
            ["receiver"] = arguments.Receiver.ToString().ToLowerInvariant(),
            ["options"] = new JsonObject(arguments.Values.Select(pair => KeyValuePair.Create(pair.Key.Name.TrimStart('-').Replace('-', '_'), (JsonNode?)pair.Value))),
            ["machine"] = new JsonObject { ["cores"] = Environment.ProcessorCount, ["runtime"] = RuntimeInformation.FrameworkDescription },
        };
        foreach (var (name, value) in FigureNames.ToJson(report.Totals))
        {
            json[name] = value?.DeepClone();
        }

        json["phases"] = new JsonArray([.. report.Phases.Select(phase => new JsonObject { ["name"] = phase.Name, ["figures"] = FigureNames.ToJson(phase.Figures) })]);
        json["notes"] = new JsonArray([.. report.Notes]);
        json["bars"] = new JsonArray([.. report.Bars.Select(ToJson)]);
        await File.WriteAllTextAsync(file, json.ToJsonString(Indented) + Environment.NewLine);
    }

    private static JsonObject ToJson(Bar bar) => new()
    {
        ["name"] = bar.Name,
        ["actual"] = bar.Actual is { } actual ? FigureNames.Round(actual) : null,
        [bar.IsFloor ? "at_least" : "at_most"] = bar.Limit,
        ["met"] = bar.IsMet,
    };
}
