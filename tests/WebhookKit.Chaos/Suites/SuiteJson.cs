using System.Text.Json;
using System.Text.Json.Nodes;

namespace WebhookKit.Chaos.Suites;

/// <summary>All results in one document.</summary>
internal static class SuiteJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(Suite suite)
    {
        var json = new JsonObject
        {
            ["started_at"] = suite.StartedAt,
            ["seed"] = suite.Arguments.Seed,
            ["shrink"] = suite.Arguments.Shrink,
            ["cores"] = Machine.Cores,
            ["memory_gib"] = Machine.MemoryGibibytes,
            ["runtime"] = Machine.Runtime,
            ["seconds"] = Math.Round(suite.Took.TotalSeconds, 1),
            ["planned"] = suite.Planned,
            ["passed"] = suite.HasPassed,
            ["results"] = new JsonArray([.. suite.Rows.Select(Of)]),
        };
        return json.ToJsonString(Indented) + Environment.NewLine;
    }

    private static JsonObject Of(SuiteRow row)
    {
        var json = row.Result?.DeepClone().AsObject() ?? new JsonObject
        {
            ["scenario"] = row.Arguments.Scenario,
            ["store"] = row.Store,
            ["events"] = row.Arguments.Events,
            ["kills"] = row.Arguments.Kills,
        };
        json["passed"] = row.HasPassed;
        json["error"] = row.Error;
        json["seconds"] = Math.Round(row.Took.TotalSeconds, 1);
        return json;
    }
}
