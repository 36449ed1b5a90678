using System.Text;
using WebhookKit.LoadTest.Scenarios;

namespace WebhookKit.LoadTest.Arguments;

internal static class HelpText
{
    public static string For(IReadOnlyList<IScenario> scenarios)
    {
        var text = new StringBuilder("""
            Measures WebhookKit as a whole: a store, the engine, and a receiver in a process of its own. Every event is accounted for.

            Usage: dotnet run -c Release --project benchmarks/WebhookKit.LoadTest -- SCENARIO [options]

            Scenarios, with the options they take and their defaults:

            """);
        foreach (var scenario in scenarios)
        {
            text.AppendLine().AppendLine($"  {scenario.Name,-14} {scenario.Summary}");
            text.AppendLine($"  {"",-14} {string.Join(' ', scenario.Defaults.Select(pair => $"{pair.Key.Name} {pair.Value}"))}");
        }

        text.AppendLine().AppendLine("Options:").AppendLine();
        text.AppendLine($"  {"--store",-14} sqlite (a file in a temporary folder, the default) or memory");
        text.AppendLine($"  {"--json",-14} a file to write the figures to");
        foreach (var option in LoadOption.All)
        {
            text.AppendLine($"  {option.Name,-14} {option.Meaning}");
        }

        return text.AppendLine().AppendLine("Ends with 0; with 1 where deliveries were lost or doubled; with 2 for bad arguments.").ToString();
    }
}
