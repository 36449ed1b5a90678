using System.Diagnostics;
using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Scenarios;

/// <summary>
/// Under load, and with a backlog each, one endpoint is disabled, one is deleted and one answers 410. Two seconds later nothing
/// starts for them; what was left is cancelled, and enabling the first again brings nothing of it back.
/// </summary>
internal sealed class TakenOutScenario() : Scenario("R-21", "endpoints that are disabled, deleted or gone under load", events: 6000)
{
    private const int Disabled = 0;
    private const int Deleted = 1;
    private const int Gone = 2;
    private const int GoneStatus = 410;
    private const int AfterEnabling = 20;
    private static readonly TimeSpan Bar = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ReceiverScript Slow = new() { MostDelay = 500 };
    private readonly Dictionary<int, long> _takenOutAt = [];
    private long _enabledAt;
    private string _lastProducer = "";

    // Leases long enough that nobody loses one because the machine is busy. No instance ends here, so none is waited for.
    protected override RigPlan PlanFor(ChaosArguments arguments) => new()
    {
        Script = Slow,
        Lease = TimeSpan.FromSeconds(6),
        RenewEvery = TimeSpan.FromSeconds(1),
        Takeover = TimeSpan.Zero,
    };

    protected override async Task InjectAsync(ChaosRig rig)
    {
        var administrator = await Administrator.OfAsync(rig);
        await rig.StartHostsAsync(2);
        await rig.UntilSharedAsync(instances: 2);
        var others = await rig.StartProducerAsync(rig.NextProducer() with { Owners = [.. rig.Plan.EndpointsOf.Keys.Skip(Gone + 1)] });
        var all = await rig.StartProducerAsync(rig.NextProducer() with { SpreadsEvenly = true, Together = 10 });
        await all.PublishAsync(rig.Arguments.Events, rig.Ending);

        await others.BeginAsync(rig.Arguments.Events / 4);
        await TakeOutAsync(rig, administrator);
        await others.PublishAsync(1, rig.Ending); // and so waits for what it began
        await Task.Delay(Bar * 2, rig.Ending);
        if (!await rig.TryDrainAsync(Patience))
        {
            throw new ScenarioFailedException("What was left was not drained.");
        }

        _enabledAt = Stopwatch.GetTimestamp();
        await administrator.EnableAsync(Disabled);
        var last = await rig.StartProducerAsync(rig.NextProducer() with { Owners = [rig.Plan.EndpointsOf.Keys.First()] });
        _lastProducer = $"{last.Plan.Name}-";
        await last.PublishAsync(AfterEnabling, rig.Ending);
        await Task.Delay(Bar, rig.Ending);
    }

    protected override IEnumerable<Figure> Judge(ChaosRig rig, Findings findings)
    {
        var requests = ReceiverJournal.Read(rig.ReceiverJournal);
        var old = requests.Where(request => !request.Key.StartsWith(_lastProducer, StringComparison.Ordinal)).ToArray();
        foreach (var (endpoint, name) in new[] { (Disabled, "disabled"), (Deleted, "deleted"), (Gone, "gone") })
        {
            var after = old.Where(request => request.Endpoint == endpoint).Select(request => Stopwatch.GetElapsedTime(_takenOutAt[endpoint], request.StartedAt)).ToArray();
            yield return new($"{name}_last_start_after_s", Math.Max(0, after.Max().TotalSeconds), AtMost: Bar.TotalSeconds);
            yield return new($"{name}_late_starts", after.Count(start => start > Bar), AtMost: 0);
        }

        yield return new("cancelled", findings.States.Cancelled, AtLeast: 3);
        yield return new("dead_letters_instead", findings.States.Dead, AtMost: 0);
        yield return new("resent_after_enabling", old.Count(request => request.Endpoint == Disabled && request.StartedAt > _enabledAt), AtMost: 0);
        yield return new("sent_after_enabling", requests.Count - old.Length, AtMost: AfterEnabling, AtLeast: AfterEnabling);
    }

    /// <summary>Notes for each endpoint a moment at which the change is committed for sure.</summary>
    private async Task TakeOutAsync(ChaosRig rig, Administrator administrator)
    {
        await rig.Receiver.FollowAsync(Slow with { StatusOfEndpoint = new Dictionary<int, int> { [Gone] = GoneStatus } }, rig.Ending);
        await administrator.DisableAsync(Disabled);
        _takenOutAt[Disabled] = Stopwatch.GetTimestamp();
        rig.Log.Count("endpoint disabled");
        await administrator.DeleteAsync(Deleted);
        _takenOutAt[Deleted] = Stopwatch.GetTimestamp();
        rig.Log.Count("endpoint deleted");
        await rig.UntilAsync(async () => !await rig.Reader.IsEnabledAsync(administrator.IdOf(Gone)), "An endpoint that is disabled because it is gone", Patience);
        _takenOutAt[Gone] = Stopwatch.GetTimestamp();
        rig.Log.Count("endpoint gone");
    }
}
