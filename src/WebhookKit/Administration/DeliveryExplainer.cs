using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Extensions.Options;
using WebhookKit.Diagnostics;
using WebhookKit.Pacing;
using WebhookKit.Protecting;
using WebhookKit.Sending;
using WebhookKit.Signing;
using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Says why a delivery is where it is, from what is stored: it may be another process that sends.</summary>
internal sealed class DeliveryExplainer(
    IHistoryStore history,
    IEndpointStore endpoints,
    ILeaseStore leases,
    IDeliveryStore deliveries,
    EndpointOpener opener,
    Signers signers,
    EgressRoutes routes,
    EngineVitals vitals,
    IOptions<OwnerRateOptions> ownerRate)
{
    private const string InOrder = "It is sent in order, when those with its ordering key that were queued before it have ended.";

    public async Task<DeliveryExplanation?> ExplainAsync(DeliveryId id, WebhookCaller caller, CancellationToken cancellationToken)
    {
        var found = await history.FindDeliveryAsync(new DeliveryQuery { Id = id, Owner = caller.Owner }, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return null;
        }

        var record = await endpoints.FindAsync(new EndpointQuery { Id = id.Endpoint }, cancellationToken).ConfigureAwait(false);
        var endpoint = record?.Endpoint;
        var wait = found.Delivery.EndedAt is null ? await FindWaitAsync(found.Delivery, record, cancellationToken).ConfigureAwait(false) : null;
        return new DeliveryExplanation
        {
            Delivery = found.Delivery,
            Subscription = endpoint?.Events.FirstOrDefault(pattern => EventTypePattern.Matches(pattern, found.Delivery.EventType)),
            WaitsFor = wait?.For,
            Until = wait?.Until,
            Text = string.Join(' ', new[] { StateOf(found), wait?.Text, LastFailureOf(found) }.OfType<string>()),
        };
    }

    private async Task<Wait> FindWaitAsync(WebhookDelivery delivery, EndpointRecord? record, CancellationToken cancellationToken)
    {
        var holder = await leases.FindHolderAsync(delivery.Id.Endpoint.Partition, cancellationToken).ConfigureAwait(false);
        var wait = WaitOf(delivery, record?.Endpoint, ownerRate.Value, holder, await FindHeadAsync(delivery, cancellationToken).ConfigureAwait(false));
        if (wait.For != DeliveryWait.Turn || record is null)
        {
            return wait;
        }

        return await CannotBeSignedAsync(record, cancellationToken).ConfigureAwait(false)
            ? new Wait(DeliveryWait.Signing, null, "The secrets, headers or client certificate of its endpoint cannot be read, or a signer of it is not registered (signing_unavailable): it waits for the key that they are encrypted under, or for the signer, and uses up no attempt.")
            : WaitsForProxy(record.Endpoint)
            ? new Wait(DeliveryWait.Proxy, null, "The egress proxy that deliveries to its endpoint go through cannot be used: it waits for that, and uses up no attempt.")
            : wait;
    }

    private bool WaitsForProxy(WebhookEndpoint endpoint) =>
        routes.TryFind(endpoint.Id, endpoint.Owner, endpoint.Url, out var route, out _) && route.Connector.Proxy is { } proxy && vitals.HasProblem(proxy.Address);

    private async Task<bool> CannotBeSignedAsync(EndpointRecord record, CancellationToken cancellationToken) =>
        signers.FindMissing(record.Endpoint.Signers) is not null || (await opener.OpenShownAsync(record, cancellationToken).ConfigureAwait(false)).Failure is not null;

    /// <summary>When the delivery is due that this one waits for; null where there is none.</summary>
    private async Task<DateTimeOffset?> FindHeadAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var dueAt = delivery.NextAttemptAt ?? delivery.CreatedAt;
        Span<byte> key = stackalloc byte[16];
        delivery.Id.Key.TryWriteBytes(key, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt128BigEndian(key, BinaryPrimitives.ReadUInt128BigEndian(key) - 1);
        var itself = new LaneRequest { Endpoint = delivery.Id.Endpoint, Room = 1, After = new LanePosition(dueAt, new Guid(key, bigEndian: true)) };

        var read = await deliveries.ReadLanesAsync(new LaneRead { Lanes = [itself], Now = dueAt }, cancellationToken).ConfigureAwait(false);
        return read.Lanes[0].Blocked.Where(blocked => blocked.Id == delivery.Id).Select(blocked => (DateTimeOffset?)blocked.HeadDueAt).SingleOrDefault();
    }

    // In the order in which they keep a delivery: what comes first would keep it even if nothing else did.
    private static Wait WaitOf(WebhookDelivery delivery, WebhookEndpoint? endpoint, OwnerRateOptions ownerRate, LeaseHolder holder, DateTimeOffset? headDueAt)
    {
        var (now, dueAt) = (holder.StoreTime, delivery.NextAttemptAt ?? delivery.CreatedAt);
        if (endpoint is { Status: EndpointStatus.Paused })
        {
            return new Wait(DeliveryWait.Resume, null, Reason("Its endpoint is paused", endpoint.StatusReason) + " It goes on when somebody resumes it.");
        }

        if (holder.InstanceId is null)
        {
            return new Wait(DeliveryWait.Instance, null, "No instance that delivers is running: start one with Hosting:Deliver, or look at why its leases are not renewed.");
        }

        if (endpoint?.Circuit is { } circuit && (circuit.OpenUntil >= dueAt || dueAt <= now))
        {
            return circuit.IsOpenAt(now)
                ? new Wait(DeliveryWait.Circuit, circuit.OpenUntil, $"Too many attempts for its endpoint have failed since {Moment(circuit.OpenedAt)}; nothing is sent before {Moment(circuit.OpenUntil)}, and then one delivery at a time is tried.")
                : new Wait(DeliveryWait.Circuit, null, $"Too many attempts for its endpoint have failed since {Moment(circuit.OpenedAt)}; one delivery at a time is tried until one succeeds.");
        }

        if (headDueAt is { } first)
        {
            return first > now
                ? new Wait(DeliveryWait.Order, first, $"{InOrder} The first of them has failed, and its next attempt is due at {Moment(first)}.")
                : new Wait(DeliveryWait.Order, null, $"{InOrder} The first of them is due.");
        }

        if (dueAt > now)
        {
            return new Wait(DeliveryWait.DueTime, dueAt, $"Its next attempt is due at {Moment(dueAt)}.");
        }

        var limit = endpoint?.RateLimit is { } rate ? string.Create(CultureInfo.InvariantCulture, $", which gets {rate.PerSecond} requests a second") : "";
        var ofOwner = endpoint is not null && ownerRate.Of(endpoint.Owner) is { } all ? string.Create(CultureInfo.InvariantCulture, $"; all endpoints of its owner together get {all} a second") : "";
        return new Wait(DeliveryWait.Turn, null, $"It is due since {Moment(dueAt)}, and is being sent or waits for its turn behind others of its endpoint{limit}{ofOwner}.");
    }

    private static string StateOf(DeliveryDetails found)
    {
        var delivery = found.Delivery;
        return delivery.Status switch
        {
            DeliveryStatus.Pending => "It has not been tried yet.",
            DeliveryStatus.Failed => $"{Attempts(delivery.AttemptCount)} failed.",
            DeliveryStatus.Succeeded => $"It was accepted at {Moment(delivery.EndedAt)}, with attempt {delivery.AttemptCount}.",
            DeliveryStatus.Filtered => $"It was not sent, at {Moment(delivery.EndedAt)}, because its endpoint's filter does not match. {found.Attempts.LastOrDefault(attempt => attempt.Outcome == AttemptOutcome.Filtered)?.Error}".TrimEnd(),
            DeliveryStatus.Dead => $"It was given up at {Moment(delivery.EndedAt)} after {Attempts(delivery.AttemptCount)}: {WhyDead(delivery)}.{(delivery.ReplayedAs is { } replay ? $" It was replayed as {replay}." : "")}",
            DeliveryStatus.Cancelled => Reason($"It was cancelled at {Moment(delivery.EndedAt)} by {delivery.CancelledBy}", delivery.CancelReason),
            _ => delivery.Status.ToString(),
        };
    }

    private static string WhyDead(WebhookDelivery delivery) => delivery.DeadReason switch
    {
        DeadLetterReason.AttemptsExhausted => "its retry policy allows no more",
        DeadLetterReason.AbortedByReceiver => "the receiver asked for it",
        DeadLetterReason.Expired => "its event had expired, or would have by the next attempt",
        _ => $"{delivery.DeadReason}",
    };

    private static string? LastFailureOf(DeliveryDetails found) =>
        found.Attempts is [.., { Outcome: not (AttemptOutcome.Succeeded or AttemptOutcome.Filtered or AttemptOutcome.Expired) } last]
            ? $"The last attempt, at {Moment(last.StartedAt)}, ended as {last.Outcome}{(last.StatusCode is { } status ? string.Create(CultureInfo.InvariantCulture, $" ({status})") : "")}."
            : null;

    private static string Reason(string what, string? reason) => reason is null ? $"{what}." : $"{what}: {reason.TrimEnd('.')}.";

    private static string Attempts(int count) => count == 1 ? "1 attempt" : string.Create(CultureInfo.InvariantCulture, $"{count} attempts");

    private static string Moment(DateTimeOffset? moment) => string.Create(CultureInfo.InvariantCulture, $"{moment?.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");

    private sealed record Wait(DeliveryWait For, DateTimeOffset? Until, string Text);
}
