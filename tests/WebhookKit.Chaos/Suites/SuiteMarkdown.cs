using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using WebhookKit.Chaos.Arguments;

namespace WebhookKit.Chaos.Suites;

/// <summary>The report for people: a table with a row for each run, and below it what was missed.</summary>
internal static class SuiteMarkdown
{
    public static string Of(Suite suite)
    {
        var databases = suite.Rows.Select(row => row.Result?["database"]?.GetValue<string>()).OfType<string>().Distinct().Order();
        var passed = suite.Rows.Count(row => row.HasPassed);
        var sizes = suite.Arguments.Shrink == 1 ? "full sizes" : $"full sizes divided by {suite.Arguments.Shrink}";
        var mutant = suite.Arguments.Mutant is { } name ? $", hosts with the defect {name}" : "";
        var text = new StringBuilder();
        text.AppendLine(
            $"""
            # The last run of all faults

            Written by `tests/WebhookKit.Chaos/full.sh`; what the scenarios do is in [Reliability](reliability.md).

            - {passed} of {suite.Planned} passed
            - {sizes}{mutant}
            - {Machine.Cores} cores, {Machine.MemoryGibibytes:0} GiB of memory, {string.Join(", ", databases.Append(Machine.Runtime))}

            A duplicate is held against what was under way at the faults. The figures are those that a scenario asks for besides the ones
            that all have; a missed one is set in bold.

            | scenario | store | size | begun (UTC) | injected | lost | ghosts | duplicates | figures | passed | s |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """);
        foreach (var row in suite.Rows)
        {
            text.AppendLine(RowOf(row));
        }

        foreach (var row in suite.Rows.Where(row => !row.HasPassed))
        {
            text.AppendLine().AppendLine($"## {row.Arguments.Scenario} on {row.Store} has failed").AppendLine();
            text.AppendLine("```text").AppendJoin('\n', FailureOf(row)).AppendLine().AppendLine("```");
        }

        return text.ToString();
    }

    public static string SizeOf(ChaosArguments arguments) =>
        string.Create(CultureInfo.InvariantCulture, $"{arguments.Events:#,0} events{(arguments.Kills > 0 ? $", {arguments.Kills:#,0} faults" : "")}");

    /// <summary>Why a run has not passed, line by line; nothing where it has.</summary>
    public static IReadOnlyList<string> FailureOf(SuiteRow row)
    {
        if (row.HasPassed)
        {
            return [];
        }

        string[] lines = row.Error?.Split('\n') ?? [];
        return row.Result is not { } result
            ? lines
            : [
                .. lines,
                $"lost {result["lost"]}, ghosts {result["ghosts"]}, duplicates {result["duplicates"]} of {result["duplicates_bound"]}",
                .. FiguresOf(result).Where(IsMissed).Select(TextOf),
                .. result["examples"]!.AsArray().Select(example => example!.GetValue<string>()),
            ];
    }

    private static string RowOf(SuiteRow row)
    {
        var (injected, duplicates, figures) = ("", "", "");
        if (row.Result is { } result)
        {
            injected = string.Join("<br>", result["injected"]!.AsObject().Select(fault => $"{fault.Value} × {fault.Key}"));
            duplicates = $"{result["duplicates"]} of {result["duplicates_bound"]}";
            var shown = FiguresOf(result).Where(figure => figure["standard"] is null || IsMissed(figure));
            figures = string.Join("<br>", shown.Select(figure => IsMissed(figure) ? $"**{TextOf(figure)}**" : TextOf(figure)));
        }

        string[] cells =
        [
            row.Arguments.Scenario, row.Store, SizeOf(row.Arguments), row.StartedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), injected, $"{row.Result?["lost"]}", $"{row.Result?["ghosts"]}", duplicates, figures,
            row.HasPassed ? "yes" : "**no**", row.Took.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    private static IEnumerable<JsonObject> FiguresOf(JsonObject result) => result["figures"]!.AsArray().Select(figure => figure!.AsObject());

    private static bool IsMissed(JsonObject figure) => figure["met"]?.GetValue<bool>() == false;

    private static string TextOf(JsonObject figure)
    {
        string[] bars = [.. new[] { BarOf(figure, "at_least", "≥"), BarOf(figure, "at_most", "≤") }.OfType<string>()];
        var bar = bars.Length > 0 ? $" ({string.Join(", ", bars)})" : "";
        return $"{figure["name"]} {NumberOf(figure["actual"]!)}{bar}";
    }

    private static string? BarOf(JsonObject figure, string name, string sign) => figure[name] is { } bar ? $"{sign} {NumberOf(bar)}" : null;

    private static string NumberOf(JsonNode number) => number.GetValue<double>().ToString("#,0.###", CultureInfo.InvariantCulture);
}
