using System.Globalization;

namespace WebhookKit.Chaos.Reporting;

internal static class ResultText
{
    private const int NameWidth = 48;

    public static void Write(ChaosResult result, TextWriter output)
    {
        var arguments = result.Arguments;
        var injected = result.Injected.Select(pair => $"{pair.Value} × {pair.Key}").DefaultIfEmpty("nothing");
        var mutant = arguments.Mutant is { } name ? $", mutant {name}" : "";
        output.WriteLine($"{arguments.Scenario} on {arguments.Store.ToString().ToLowerInvariant()}: {arguments.Events} events, seed {arguments.Seed}{mutant}");
        output.WriteLine($"Injected: {string.Join(", ", injected)}");
        output.WriteLine();
        Figure[] first =
        [
            new("lost", result.Lost, AtMost: 0), new("ghosts", result.Ghosts, AtMost: 0), new("duplicates", result.Duplicates, AtMost: result.DuplicatesBound),
        ];
        foreach (var figure in first.Concat(result.Figures))
        {
            var verdict = !figure.HasBar ? "" : figure.IsMet ? "met" : "MISSED";
            output.WriteLine($"{verdict,-7}{figure.Name.PadRight(NameWidth)}{Text(figure.Actual),12}{BarOf(figure)}");
        }

        foreach (var example in result.Examples)
        {
            output.WriteLine($"       {example}");
        }

        output.WriteLine();
        output.WriteLine(result.Passed ? "PASSED" : "FAILED");
    }

    private static string BarOf(Figure figure) =>
        (figure.AtLeast is { } least ? $"  at least {Text(least)}" : "") + (figure.AtMost is { } most ? $"  at most {Text(most)}" : "");

    private static string Text(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);
}
