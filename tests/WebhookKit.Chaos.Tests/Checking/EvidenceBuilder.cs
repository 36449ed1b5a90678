using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Injecting;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Tests.Checking;

/// <summary>Evidence of one event for one endpoint, made up line by line.</summary>
internal sealed class EvidenceBuilder
{
    public const string Key = "p0-1";
    public const int Endpoint = 0;
    private const string Owner = "owner-0";
    private static readonly Guid Id = Guid.CreateVersion7();

    private readonly List<Publish> _publishes = [];
    private readonly List<StoredEvent> _events = [];
    private readonly List<Request> _requests = [];
    private readonly List<StoredAttempt> _attempts = [];
    private readonly List<StoredDelivery> _queue = [];
    private readonly List<StoredDelivery> _deadLetters = [];
    private readonly List<Fault> _faults = [];
    private readonly List<InstanceWarning> _warnings = [];
    private readonly HashSet<string> _orders = [];

    public EvidenceBuilder Published(PublishState state, bool hasOrder = false)
    {
        _publishes.Add(new Publish(Key, Owner, hasOrder, state));
        return this;
    }

    public EvidenceBuilder Stored(bool again = false)
    {
        _events.Add(new StoredEvent(again ? Guid.CreateVersion7() : Id, Key));
        return this;
    }

    public EvidenceBuilder Ordered()
    {
        _orders.Add(Key);
        return this;
    }

    /// <summary>Received by the receiver; the clock is the number of the request.</summary>
    public EvidenceBuilder Received(long number, string instance = "host-1", int? status = 200, string? webhookId = null, long signedAt = long.MaxValue)
    {
        var request = new Request(number, number, Endpoint, instance, webhookId ?? new EventId(Id).ToString(), Key, status is null ? null : number, status);
        _requests.Add(request with { SignedAt = signedAt });
        return this;
    }

    public EvidenceBuilder Recorded(long? request, int number = 1, long epoch = 1, bool succeeded = true, bool stale = false)
    {
        _attempts.Add(new StoredAttempt(Id, Endpoint, number, epoch, succeeded, stale, request));
        return this;
    }

    public EvidenceBuilder Queued()
    {
        _queue.Add(new StoredDelivery(Id, Endpoint));
        return this;
    }

    public EvidenceBuilder Buried()
    {
        _deadLetters.Add(new StoredDelivery(Id, Endpoint));
        return this;
    }

    public EvidenceBuilder Killed(long at, string instance = "host-1")
    {
        _faults.Add(new Fault(instance, at));
        return this;
    }

    public EvidenceBuilder Paused(long at, params IEnumerable<long> recorded)
    {
        _faults.Add(new Fault("host-1", at, recorded.ToHashSet()));
        return this;
    }

    public EvidenceBuilder Stopped(long at, long second)
    {
        _faults.Add(new Fault("host-1", at, new HashSet<long>(), StoppedAt: second));
        return this;
    }

    /// <summary>Cut off from the database until a moment, with these requests recorded when it began and those when it was over.</summary>
    public EvidenceBuilder CutOff(long until, IEnumerable<long> before, IEnumerable<long> after)
    {
        _faults.Add(new Fault("host-1", until, after.ToHashSet(), before.ToHashSet()));
        return this;
    }

    public EvidenceBuilder Warned(long at, string instance, string text)
    {
        _warnings.Add(new InstanceWarning(instance, at, text));
        return this;
    }

    public Findings Check() => Checker.Check(new Evidence
    {
        Publishes = _publishes,
        Requests = _requests,
        Faults = _faults,
        Warnings = _warnings,
        EndpointsOf = new Dictionary<string, IReadOnlyList<int>> { [Owner] = [Endpoint] },
        Stored = new StoredState { Events = _events, Attempts = _attempts, Queue = _queue, DeadLetters = _deadLetters, Orders = _orders },
    });
}
