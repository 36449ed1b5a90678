using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>One kind of fault, and what is promised through it.</summary>
/// <param name="name">What it is called on the command line.</param>
/// <param name="summary">What it does, in one line.</param>
/// <param name="events">How many events it publishes by default.</param>
/// <param name="kills">How many faults it injects by default; zero where it does not count them.</param>
internal abstract class Scenario(string name, string summary, int events, int kills = 0)
{
    public string Name { get; } = name;

    public string Summary { get; } = summary;

    /// <summary>The stores it runs on; the first is the default.</summary>
    public virtual IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres, StoreKind.Sqlite];

    public ChaosArguments Defaults => new(Name, Stores[0], events, kills);

    public virtual async Task<ChaosResult> RunAsync(ChaosArguments arguments, CancellationToken ending)
    {
        await using var rig = await ChaosRig.StartAsync(arguments, PlanFor(arguments), ending);
        await using var watch = new StateWatch(rig.Reader);
        await InjectAsync(rig);
        var conclusion = await RigConclusion.OfAsync(rig);
        rig.Figures.AddRange(Judge(rig, conclusion.Findings));
        return ResultOf(rig, conclusion, watch);
    }

    /// <summary>What stands around the faults.</summary>
    protected virtual RigPlan PlanFor(ChaosArguments arguments) => new();

    /// <summary>Starts hosts and producers, publishes and injects. What is to be done afterwards (draining, checking) is not its business.</summary>
    protected abstract Task InjectAsync(ChaosRig rig);

    /// <summary>What the scenario asks of the findings besides what every scenario does.</summary>
    protected virtual IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) => [];

    private static ChaosResult ResultOf(ChaosRig rig, RigConclusion conclusion, StateWatch watch)
    {
        var findings = conclusion.Findings;
        return new ChaosResult
        {
            Arguments = rig.Arguments,
            Lost = findings.Publishing.Lost,
            Ghosts = findings.Publishing.Ghosts,
            Duplicates = findings.Repeats.Duplicates,
            DuplicatesBound = findings.Repeats.Bound,
            Injected = rig.Log.Injected,
            Figures = [.. rig.Figures, .. StandardBars.Of(rig, conclusion), new Figure("ended_fell_back", watch.FellBack, AtMost: 0)],
            Examples = [.. findings.Publishing.Examples, .. findings.Repeats.Examples, .. findings.States.Examples],
        };
    }
}
