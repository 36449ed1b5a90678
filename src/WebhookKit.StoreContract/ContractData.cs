using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>
/// Makes test data whose ids and times only ever grow: each id takes the next millisecond after <see cref="Start"/>, so
/// that the order of creation, of ids and of times is one.
/// </summary>
public sealed partial class ContractData
{
    private int _milliseconds;
    private long _endpoints;

    /// <summary>The moment before everything; the store's clock must show a later one.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A moment at which everything that was made without saying otherwise is due.</summary>
    public DateTimeOffset Later { get; } = Start.AddHours(1);

    /// <summary>The next millisecond.</summary>
    public DateTimeOffset NextTime() => Start.AddMilliseconds(Interlocked.Increment(ref _milliseconds));

    /// <summary>A version 7 UUID that sorts after all earlier ones.</summary>
    public Guid NextKey() => Guid.CreateVersion7(NextTime());

    /// <summary>A new endpoint id.</summary>
    /// <param name="partition">The partition it shall belong to.</param>
    public EndpointId NextEndpointId(int partition = 0) =>
        new(EndpointId.FirstOf(partition).Value + Interlocked.Increment(ref _endpoints));

    /// <summary>An event that is due when it was made.</summary>
    public WebhookEvent Event(
        string type = "order.created",
        string owner = "",
        ReadOnlyMemory<byte>? payload = null,
        string? idempotencyKey = null,
        DateTimeOffset? createdAt = null)
    {
        var at = createdAt ?? NextTime();
        return new WebhookEvent
        {
            Id = new EventId(Guid.CreateVersion7(at)),
            Type = type,
            Owner = owner,
            Payload = payload ?? """{"order":1}"""u8.ToArray(),
            CreatedAt = at,
            IdempotencyKey = idempotencyKey,
        };
    }

    /// <summary>An enabled endpoint with one secret.</summary>
    public EndpointRecord Endpoint(IReadOnlyList<string>? events = null, string owner = "", int partition = 0)
    {
        var at = NextTime();
        return new EndpointRecord
        {
            Endpoint = new WebhookEndpoint
            {
                Id = NextEndpointId(partition),
                Url = "https://receiver.example/hooks",
                Events = events ?? ["*"],
                Owner = owner,
                CreatedAt = at,
                UpdatedAt = at,
            },
            Secrets = [Secret(1, 2, 3)],
        };
    }

    /// <summary>A secret that does not expire.</summary>
    public StoredSecret Secret(params byte[] protectedBytes) =>
        new() { Id = NextKey(), Protected = protectedBytes, CreatedAt = NextTime() };

    /// <summary>An audit entry.</summary>
    public AuditEntry Audit(string target, string owner = "", string action = "test.changed", string? reason = "because") =>
        new() { Id = NextKey(), At = NextTime(), Actor = "ops@example", Action = action, Target = target, Owner = owner, Reason = reason };

    /// <summary>The creation of an endpoint.</summary>
    public EndpointCreation Creation(EndpointRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new EndpointCreation
        {
            Record = record,
            Audit = Audit(record.Endpoint.Id.ToString(), record.Endpoint.Owner, "endpoint.created"),
        };
    }

    /// <summary>A change of an endpoint's status.</summary>
    public EndpointStatusChange StatusChange(EndpointId endpoint, EndpointStatus status, string? owner = null, string? reason = "because") =>
        new()
        {
            Id = endpoint,
            Owner = owner,
            Status = status,
            Reason = reason,
            At = NextTime(),
            Audit = Audit(endpoint.ToString(), owner ?? "", "endpoint.status", reason),
        };

    /// <summary>Gives an endpoint another URL and description.</summary>
    public EndpointUpdate Update(EndpointRecord stored, string url, string description)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return new EndpointUpdate
        {
            Record = new EndpointRecord
            {
                Endpoint = new WebhookEndpoint
                {
                    Id = stored.Endpoint.Id,
                    Url = url,
                    Events = stored.Endpoint.Events,
                    Description = description,
                    CreatedAt = stored.Endpoint.CreatedAt,
                    UpdatedAt = NextTime(),
                },
                Secrets = stored.Secrets,
            },
            ExpectedRevision = stored.Revision,
            Audit = Audit(stored.Endpoint.Id.ToString()),
        };
    }

    /// <summary>The deletion of an endpoint.</summary>
    public EndpointDeletion Deletion(EndpointId endpoint, string? owner = null) =>
        new() { Id = endpoint, Owner = owner, At = NextTime(), Audit = Audit(endpoint.ToString(), owner ?? "", "endpoint.deleted") };

    /// <summary>The cancellation of a delivery.</summary>
    public CancelRequest Cancellation(DeliveryId delivery, string? owner = null) =>
        new() { Id = delivery, Owner = owner, Reason = "wrong data", At = NextTime(), Audit = Audit(delivery.ToString(), owner ?? "", "delivery.cancelled") };

    /// <summary>A replay of deliveries, each with a new key.</summary>
    public ReplayRequest Replay(params DeliveryId[] originals)
    {
        ArgumentNullException.ThrowIfNull(originals);
        return ReplayAs([.. originals.Select(original => new ReplayItem(original, NextKey()))]);
    }

    /// <summary>A replay with keys of the caller's choice, due at the time of the last key.</summary>
    public ReplayRequest ReplayAs(IReadOnlyList<ReplayItem> items, string? owner = null) =>
        new() { Items = items, Owner = owner, DueAt = Start.AddMilliseconds(_milliseconds), Audit = Audit("replay", owner ?? "", "delivery.replayed") };

    /// <summary>A new job.</summary>
    public JobCreation Job(JobSelection? selection = null, JobKind kind = JobKind.Replay, string? owner = null, int? rate = null)
    {
        var at = NextTime();
        var id = new JobId(Guid.CreateVersion7(at));
        return new JobCreation
        {
            Job = new WebhookJob
            {
                Id = id,
                Kind = kind,
                Owner = owner,
                Selection = selection ?? new JobSelection(),
                Rate = rate,
                RequestedBy = "ops@example",
                CreatedAt = at,
                UpdatedAt = at,
            },
            Audit = Audit(id.ToString(), owner ?? "", "job.started"),
        };
    }

    /// <summary>The next step of a job: replays of deliveries with their events, each with a new key, and first deliveries.</summary>
    public JobStep Step(JobRecord job, IReadOnlyList<DeliveryId>? replays = null, IReadOnlyList<DeliveryId>? first = null, JobStatus status = JobStatus.Running)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new JobStep
        {
            Id = job.Job.Id,
            Revision = job.Revision,
            Position = $"after {job.Revision}",
            Status = status,
            Total = 7,
            Replays = [.. (replays ?? []).Select(original => new JobReplay(original, new EventId(original.Key), NextKey()))],
            FirstDeliveries = first ?? [],
            At = NextTime(),
        };
    }

    /// <summary>An attempt that succeeded.</summary>
    public DeliveryOutcome Success(DeliveryId delivery, int number = 1, long epoch = 1) =>
        Outcome(delivery, Attempt(number, AttemptOutcome.Succeeded, 200), DeliveryTransition.Succeed, epoch);

    /// <summary>An attempt that failed and shall be made again.</summary>
    public DeliveryOutcome Retry(DeliveryId delivery, int number = 1, DateTimeOffset? next = null, long epoch = 1) =>
        Outcome(delivery, Attempt(number, AttemptOutcome.HttpFailure, 500, next ?? Later), DeliveryTransition.Retry, epoch);

    /// <summary>An attempt that failed and was the last.</summary>
    public DeliveryOutcome GiveUp(DeliveryId delivery, int number = 1, long epoch = 1) =>
        Outcome(delivery, Attempt(number, AttemptOutcome.HttpFailure, 500), DeliveryTransition.GiveUp, epoch);

    /// <summary>A delivery that the filter of its endpoint does not let through.</summary>
    public DeliveryOutcome Filtered(DeliveryId delivery, int number = 1, long epoch = 1) =>
        Outcome(delivery, Attempt(number, AttemptOutcome.Filtered), DeliveryTransition.Filter, epoch);

    /// <summary>An attempt.</summary>
    public DeliveryAttempt Attempt(int number, AttemptOutcome outcome, int? statusCode = null, DateTimeOffset? next = null) =>
        new()
        {
            Number = number,
            StartedAt = NextTime(),
            Duration = TimeSpan.FromMilliseconds(12),
            Outcome = outcome,
            StatusCode = statusCode,
            NextAttemptAt = next,
        };

    private DeliveryOutcome Outcome(DeliveryId delivery, DeliveryAttempt attempt, DeliveryTransition transition, long epoch) =>
        new()
        {
            Delivery = delivery,
            Attempt = attempt,
            Epoch = epoch,
            Transition = transition,
            DeadReason = transition == DeliveryTransition.GiveUp ? DeadLetterReason.AttemptsExhausted : null,
            At = NextTime(),
        };
}
