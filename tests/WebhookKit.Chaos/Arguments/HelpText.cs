using System.Text;
using WebhookKit.Chaos.Mutating;
using WebhookKit.Chaos.Scenarios;

namespace WebhookKit.Chaos.Arguments;

internal static class HelpText
{
    public static string For(IReadOnlyList<Scenario> scenarios)
    {
        var text = new StringBuilder("""
            Injects faults into WebhookKit and checks what it promises: a producer, hosts and a recording receiver run as processes
            of their own, and a checker reads nothing but their journals and the database. What it needs is started and stopped by
            itself; nothing leaves the loopback address.

            Usage: dotnet run -c Release --project tests/WebhookKit.Chaos -- SCENARIO [options]
                   dotnet run -c Release --project tests/WebhookKit.Chaos -- all [options of all]

            Scenarios, with the options they take and their defaults, which are the full sizes:


            """);
        text.Append(ListOf(scenarios));
        text.AppendLine("""

            Options:

              --store     postgres (a private cluster) or sqlite (a file that all processes share)
              --events    how many events are published
              --kills     how many faults are injected
              --seed      what all random choices follow from
              --json      a file to write the result to
              --mutant    gives the hosts a defect, which the scenario should notice:

            """);
        foreach (var mutant in MutantList.All)
        {
            text.AppendLine($"                {mutant.Name,-18} {mutant.Summary}");
        }

        text.AppendLine("""

            Options of all, which runs all scenarios on all their stores, one after the other, whatever becomes of each:

              --only      some scenarios, as R-1,R-4
              --store     postgres or sqlite; without it, both
              --seed      as above
              --shrink    a number to divide the full sizes by, to try it out; bars that need the size may be missed then
              --report    a file to write the report to, in Markdown
              --json      a file to write all results to
              --add-to    the results of an earlier run, in JSON: those of what is not run again are reported too
              --mutant    as above
            """);
        return text.AppendLine().AppendLine("Ends with 0 where every bar is met; with 1 where one is not; with 2 for bad arguments.").ToString();
    }

    public static string ListOf(IReadOnlyList<Scenario> scenarios)
    {
        var text = new StringBuilder();
        foreach (var scenario in scenarios)
        {
            var (defaults, stores) = (scenario.Defaults, string.Join('|', scenario.Stores.Select(store => store.ToString().ToLowerInvariant())));
            text.AppendLine($"  {scenario.Name,-6} {scenario.Summary}");
            var kills = defaults.Kills > 0 ? $" --kills {defaults.Kills}" : "";
            text.AppendLine($"  {"",-6} --store {stores} --events {defaults.Events}{kills} --seed {defaults.Seed}");
        }

        return text.ToString();
    }
}
