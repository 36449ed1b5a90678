using System.Text;
using WebhookKit.LoadTest.Scenarios;

namespace WebhookKit.LoadTest.Arguments;

internal static class HelpText
{
    public static string For(IReadOnlyList<Scenario> scenarios)
    {
        var text = new StringBuilder("""
            Measures WebhookKit as a whole: a store, the engine, and a receiver in a process of its own. Every event is accounted for.
            What it needs is started and stopped by itself: a private PostgreSQL, nginx.

            Usage: dotnet run -c Release --project benchmarks/WebhookKit.LoadTest -- SCENARIO [options]

            Scenarios, with the options they take and their defaults:

            """);
        foreach (var scenario in scenarios)
        {
            text.AppendLine().AppendLine($"  {scenario.Name,-15} {scenario.Summary}");
            text.AppendLine($"  {"",-15} {string.Join(' ', scenario.Defaults.Select(Show))}{(scenario.RunsWithNginx ? " --receiver kestrel" : "")}");
        }

        text.AppendLine().AppendLine("Options:").AppendLine();
        text.AppendLine($"  {"--store",-15} postgres (a private cluster, the default), sqlite (a file in a temporary folder) or memory");
        text.AppendLine($"  {"--receiver",-15} kestrel (notes every request, the default) or nginx (only counts: outcomes are then read from the store)");
        text.AppendLine($"  {"--json",-15} a file to write the figures to");
        foreach (var option in LoadOption.All)
        {
            text.AppendLine($"  {option.Name,-15} {option.Meaning}");
        }

        return text.AppendLine().AppendLine("Ends with 0; with 1 where deliveries were lost or doubled; with 2 for bad arguments.").ToString();
    }

    private static string Show(KeyValuePair<LoadOption, int> pair) => pair.Key.IsSwitch ? $"[{pair.Key.Name}]" : $"{pair.Key.Name} {pair.Value}";
}
