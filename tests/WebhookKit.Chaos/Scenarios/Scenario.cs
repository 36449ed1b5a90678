using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>One kind of fault, and what is promised through it.</summary>
/// <param name="name">What it is called on the command line.</param>
/// <param name="summary">What it does, in one line.</param>
/// <param name="events">How many events it publishes in full size, which is the default.</param>
/// <param name="kills">How many faults it injects in full size; zero where it does not count them.</param>
internal abstract class Scenario(string name, string summary, int events, int kills = 0)
{
    public string Name { get; } = name;

    public string Summary { get; } = summary;

    /// <summary>The stores it runs on; the first is the default.</summary>
    public virtual IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres, StoreKind.Sqlite];

    public ChaosArguments Defaults => new(Name, Stores[0], events, kills);

    /// <summary>After how long a run in full size is given up.</summary>
    public virtual TimeSpan GivenUpAfter => TimeSpan.FromMinutes(20);

    public virtual async Task<ChaosResult> RunAsync(ChaosArguments arguments, CancellationToken ending)
    {
        await using var rig = await ChaosRig.StartAsync(arguments, PlanFor(arguments), ending);
        await using var watch = new StateWatch(rig.Reader);
        await InjectAsync(rig);
        var conclusion = await RigConclusion.OfAsync(rig);
        rig.Figures.AddRange(Judge(rig, conclusion.Findings));
        return ResultOf(rig, conclusion, watch, await rig.Reader.ReadVersionAsync());
    }

    /// <summary>What stands around the faults.</summary>
    protected virtual RigPlan PlanFor(ChaosArguments arguments) => new();

    /// <summary>Starts hosts and producers, publishes and injects. What is to be done afterwards (draining, checking) is not its business.</summary>
    protected abstract Task InjectAsync(ChaosRig rig);

    /// <summary>What the scenario asks of the findings besides what every scenario does.</summary>
    protected virtual IEnumerable<Figure> Judge(ChaosRig rig, Findings findings) => [];

    private static ChaosResult ResultOf(ChaosRig rig, RigConclusion conclusion, StateWatch watch, string database)
    {
        var findings = conclusion.Findings;
        var standard = StandardBars.Of(rig, conclusion).Append(new Figure("ended_fell_back", watch.FellBack, AtMost: 0));
        return new ChaosResult
        {
            Arguments = rig.Arguments,
            Database = database,
            Lost = findings.Publishing.Lost,
            Ghosts = findings.Publishing.Ghosts,
            Duplicates = findings.Repeats.Duplicates,
            DuplicatesBound = findings.Repeats.Bound,
            Injected = rig.Log.Injected,
            Figures = [.. rig.Figures, .. standard.Select(figure => figure with { IsStandard = true })],
            Examples = [.. findings.Publishing.Examples, .. findings.Repeats.Examples, .. findings.States.Examples],
        };
    }
}
