using System.Text.Json;
using System.Text.Json.Nodes;

namespace WebhookKit.Chaos.Reporting;

internal static class ResultJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Task WriteAsync(ChaosResult result, string file) => File.WriteAllTextAsync(file, Of(result).ToJsonString(Indented) + Environment.NewLine);

    private static JsonObject Of(ChaosResult result) => new()
    {
        ["scenario"] = result.Arguments.Scenario,
        ["store"] = result.Arguments.Store.ToString().ToLowerInvariant(),
        ["seed"] = result.Arguments.Seed,
        ["mutant"] = result.Arguments.Mutant,
        ["events"] = result.Arguments.Events,
        ["kills"] = result.Arguments.Kills,
        ["database"] = result.Database,
        ["lost"] = result.Lost,
        ["ghosts"] = result.Ghosts,
        ["duplicates"] = result.Duplicates,
        ["duplicates_bound"] = result.DuplicatesBound,
        ["passed"] = result.Passed,
        ["injected"] = new JsonObject(result.Injected.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["figures"] = new JsonArray([.. result.Figures.Select(Of)]),
        ["examples"] = new JsonArray([.. result.Examples]),
    };

    private static JsonObject Of(Figure figure)
    {
        var json = new JsonObject { ["name"] = figure.Name, ["actual"] = Math.Round(figure.Actual, 3) };
        if (figure.AtMost is { } most)
        {
            json["at_most"] = Math.Round(most, 3);
        }

        if (figure.AtLeast is { } least)
        {
            json["at_least"] = Math.Round(least, 3);
        }

        if (figure.HasBar)
        {
            json["met"] = figure.IsMet;
        }

        if (figure.IsStandard)
        {
            json["standard"] = true;
        }

        return json;
    }
}
