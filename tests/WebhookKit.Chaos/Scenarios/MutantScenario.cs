using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>Runs scenarios, small, against hosts that have a defect each: every one of these runs must fail.</summary>
internal sealed class MutantScenario() : Scenario("R-33", "defects that the harness must notice", events: 500)
{
    /// <summary>
    /// Which scenario notices which defect, how many events it needs for that, and how many faults. Instances that renew at the same moments take
    /// nothing of one another, however short leases are: only those that start after a kill renew at others.
    /// </summary>
    private static readonly (string Mutant, string Scenario, int EventsFactor, int Kills)[] Runs =
    [
        ("unguarded", "R-4", 1, 1), ("recorded-first", "R-2", 1, 0), ("short-lease", "R-1", 8, 4), ("greedy", "R-1", 4, 1),
        ("stopped-records", "R-19", 1, 0), ("wall-clock", "R-27", 1, 0), ("own-schedule", "R-27", 1, 0),
    ];

    public override async Task<ChaosResult> RunAsync(ChaosArguments arguments, CancellationToken ending)
    {
        var runs = Runs.Where(run => arguments.Mutant is null || run.Mutant == arguments.Mutant).ToArray();
        var (figures, examples) = (new List<Figure>(), new List<string>());
        foreach (var run in runs)
        {
            var caught = await CatchAsync(arguments, run, ending);
            figures.Add(new Figure($"{run.Mutant}_caught_by_{run.Scenario}", caught.Count, AtLeast: 1));
            examples.Add($"{run.Mutant} in {run.Scenario}: {(caught.Count == 0 ? "NOT NOTICED" : string.Join(", ", caught))}");
        }

        return new ChaosResult
        {
            Arguments = arguments,
            Figures = figures,
            Examples = examples,
            Injected = runs.ToDictionary(run => $"mutant {run.Mutant}", _ => 1),
        };
    }

    protected override Task InjectAsync(ChaosRig rig) => throw new NotSupportedException("It runs other scenarios.");

    /// <summary>The names of the bars that a run did not meet.</summary>
    private static async Task<IReadOnlyList<string>> CatchAsync(
        ChaosArguments arguments, (string Mutant, string Scenario, int EventsFactor, int Kills) run, CancellationToken ending)
    {
        var scenario = ScenarioList.All.Single(scenario => scenario.Name == run.Scenario);
        var smaller = new ChaosArguments(run.Scenario, arguments.Store, arguments.Events * run.EventsFactor, run.Kills, arguments.Seed, Mutant: run.Mutant);
        try
        {
            var result = await scenario.RunAsync(smaller, ending);
            (string Name, bool IsMissed)[] first =
            [
                ("lost", result.Lost > 0), ("ghosts", result.Ghosts > 0), ("duplicates", result.Duplicates > result.DuplicatesBound),
            ];
            var others = result.Figures.Where(figure => !figure.IsMet).Select(figure => figure.Name);
            return [.. first.Where(bar => bar.IsMissed).Select(bar => bar.Name), .. others];
        }
        catch (ScenarioFailedException exception)
        {
            return [exception.Message.Split('\n')[0]];
        }
    }
}
