using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Scenarios;

namespace WebhookKit.Chaos.Suites;

/// <summary>What is run: each scenario on each of its stores.</summary>
internal static class SuitePlan
{
    /// <summary>With fewer, there is nothing to disturb.</summary>
    private const int LeastEvents = 100;

    /// <exception cref="UsageException">Nothing is left to run.</exception>
    public static IReadOnlyList<(Scenario Scenario, ChaosArguments Arguments)> Of(SuiteArguments arguments, IReadOnlyList<Scenario> scenarios)
    {
        var runs = scenarios
            .Where(scenario => arguments.Only?.Contains(scenario.Name) ?? true)
            .SelectMany(scenario => scenario.Stores
                .Where(store => store == (arguments.Store ?? store))
                .Select(store => (scenario, Shrunk(scenario.Defaults, arguments.Shrink) with { Store = store, Seed = arguments.Seed, Mutant = arguments.Mutant })))
            .ToArray();
        return runs.Length > 0 ? runs : throw new UsageException($"--store: no scenario of --only runs on {arguments.Store}.");
    }

    private static ChaosArguments Shrunk(ChaosArguments full, int by) => full with
    {
        Events = Math.Max(Math.Min(full.Events, LeastEvents), full.Events / by),
        Kills = Math.Max(Math.Min(full.Kills, 1), full.Kills / by),
    };
}
