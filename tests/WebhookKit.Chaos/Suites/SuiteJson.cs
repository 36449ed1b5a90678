using System.Text.Json;
using System.Text.Json.Nodes;
using WebhookKit.Chaos.Arguments;

namespace WebhookKit.Chaos.Suites;

/// <summary>All results in one document.</summary>
internal static class SuiteJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(Suite suite)
    {
        var json = new JsonObject
        {
            ["cores"] = Machine.Cores,
            ["memory_gib"] = Machine.MemoryGibibytes,
            ["runtime"] = Machine.Runtime,
            ["planned"] = suite.Planned,
            ["passed"] = suite.Rows.Count(row => row.HasPassed),
            ["results"] = new JsonArray([.. suite.Rows.Select(Of)]),
        };
        return json.ToJsonString(Indented) + Environment.NewLine;
    }

    /// <summary>What an earlier run has written.</summary>
    /// <exception cref="UsageException">It cannot be read, or is something else.</exception>
    public static IReadOnlyList<SuiteRow> Read(string file)
    {
        try
        {
            return [.. JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file)).GetProperty("results").EnumerateArray().Select(RowOf)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--add-to: {exception.Message}");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new UsageException($"--add-to: {file} is not what an earlier run has written with --json.");
        }
    }

    private static SuiteRow RowOf(JsonElement json)
    {
        var arguments = new ChaosArguments(
            json.GetProperty("scenario").GetString()!,
            ArgumentReader.ReadStore(json.GetProperty("store").GetString()!),
            json.GetProperty("events").GetInt32(),
            json.GetProperty("kills").GetInt32(),
            json.GetProperty("seed").GetInt32());
        return new SuiteRow(
            arguments,
            json.TryGetProperty("figures", out _) ? JsonObject.Create(json) : null,
            json.GetProperty("error").GetString(),
            json.GetProperty("started_at").GetDateTimeOffset(),
            TimeSpan.FromSeconds(json.GetProperty("seconds").GetDouble()));
    }

    private static JsonObject Of(SuiteRow row)
    {
        var json = row.Result?.DeepClone().AsObject() ?? new JsonObject
        {
            ["scenario"] = row.Arguments.Scenario,
            ["store"] = row.Store,
            ["seed"] = row.Arguments.Seed,
            ["events"] = row.Arguments.Events,
            ["kills"] = row.Arguments.Kills,
        };
        json["started_at"] = row.StartedAt;
        json["passed"] = row.HasPassed;
        json["error"] = row.Error;
        json["seconds"] = Math.Round(row.Took.TotalSeconds, 1);
        return json;
    }
}
