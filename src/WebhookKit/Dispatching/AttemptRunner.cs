using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.Diagnostics;
using WebhookKit.Leasing;
using WebhookKit.Sending;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Makes one attempt: fetches the payload where it is kept elsewhere, signs, sends, measures. Whatever happens is a value.</summary>
internal sealed partial class AttemptRunner(
    WebhookSender sender,
    OwnedPartitions owned,
    IOptions<SendingOptions> options,
    TimeProvider clock,
    WebhookMetrics metrics,
    EngineVitals vitals,
    SigningWatch signing,
    ILogger<AttemptRunner> logger,
    IPayloadStore? payloads = null)
{
    /// <summary>Judges a delivery by what its event asks for, and by the filter of its endpoint, where its payload is at hand.</summary>
    /// <returns>What ends it; null where an attempt is to be made.</returns>
    public SendResult? EndWithoutRequest(QueuedDelivery delivery, LaneEndpoint endpoint, DateTimeOffset now)
    {
        var result = EventTerms.RefusalAt(delivery.Event, now)
            ?? (delivery.Event.PayloadReference is null ? DeliveryFilter.Judge(delivery, endpoint, delivery.Event.Payload.Span) : null);
        if (result is not null)
        {
            vitals.AttemptEnded();
        }

        return result;
    }

    /// <summary>Makes an attempt under the lease that the delivery was read under.</summary>
    /// <returns>What came of it; null where no request was made because the lease was over by the time that everything else was there.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SendResult?> RunAsync(
        QueuedDelivery delivery, LaneEndpoint endpoint, PartitionLease lease, DateTimeOffset startedAt, CancellationToken stopping)
    {
        var started = clock.GetTimestamp();
        using var activity = WebhookActivities.StartAttempt(delivery.Id, delivery.Event, delivery.Row.AttemptsMade + 1);
        metrics.AttemptStarted();
        try
        {
            var result = await SendAsync(delivery, endpoint, lease, startedAt, started, stopping).ConfigureAwait(false);
            if (result is null)
            {
                return null;
            }

            if (result.Outcome is not (AttemptOutcome.Filtered or AttemptOutcome.DnsBusy or AttemptOutcome.ProxyUnavailable))
            {
                metrics.AttemptDone(result.Outcome, result.Duration);
            }

            WebhookActivities.Note(activity, result.Outcome, result.StatusCode);
            return result;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // A signer or policy of the host's own may throw anything; the delivery must not be lost for it.
            Log.SendFailed(logger, delivery.Id, exception);
            WebhookActivities.Note(activity, AttemptOutcome.InternalError, null);
            return Failed(AttemptOutcome.InternalError, "The sender failed before a request was made; its operator can see why in the log.", clock.GetElapsedTime(started));
        }
        finally
        {
            metrics.AttemptEnded();
            vitals.AttemptEnded();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SendResult?> SendAsync(
        QueuedDelivery delivery, LaneEndpoint endpoint, PartitionLease lease, DateTimeOffset startedAt, long started, CancellationToken stopping)
    {
        if (endpoint.HasUnreadableFilter && !delivery.Row.IsReplay)
        {
            return Failed(AttemptOutcome.InternalError, "The stored filter of the endpoint cannot be read; save the endpoint with its filter anew.", TimeSpan.Zero);
        }

        var opening = await endpoint.Keys.OpenAsync(stopping).ConfigureAwait(false);
        if (opening.Endpoint is not { } opened)
        {
            signing.Unreadable(delivery.Id, opening.Failure!);
            return Waiting(clock.GetElapsedTime(started));
        }

        var secrets = opened.SecretsAt(startedAt);
        if (secrets.Count == 0)
        {
            signing.HasNoSecret(delivery.Id);
            return Waiting(clock.GetElapsedTime(started));
        }

        if (sender.FindMissingSigner(endpoint.Endpoint.Signers) is { } missing)
        {
            signing.HasNoSigner(delivery.Id, missing);
            return Waiting(clock.GetElapsedTime(started));
        }

        signing.Works(delivery.Id.Endpoint);

        var body = delivery.Event.Payload;
        if (delivery.Event.PayloadReference is { } reference)
        {
            if (payloads is null)
            {
                Log.PayloadUnreadable(logger, delivery.Event.Id, null);
                return Failed(AttemptOutcome.PayloadUnavailable, "The payload is kept in a payload store that is not available.", TimeSpan.Zero);
            }

            try
            {
                body = await ReadAsync(payloads, reference, stopping).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                Log.PayloadUnreadable(logger, delivery.Event.Id, exception);
                return Failed(AttemptOutcome.PayloadUnavailable, "The payload could not be read from the payload store.", clock.GetElapsedTime(started));
            }

            if (DeliveryFilter.Judge(delivery, endpoint, body.Span) is { } filtered)
            {
                return filtered;
            }
        }

        var request = new SendRequest
        {
            EventId = delivery.Event.Id,
            EventType = delivery.Event.Type,
            Body = body,
            ContentType = delivery.Event.ContentType,
            Endpoint = delivery.Id.Endpoint,
            OrderingKey = delivery.Row.OrderingKey,
            Sequence = delivery.Row.Sequence,
            Owner = endpoint.Endpoint.Owner,
            Url = endpoint.Endpoint.Url,
            ParsedUrl = endpoint.ParsedUrl,
            Headers = opened.Headers,
            Signers = endpoint.Endpoint.Signers,
            Tls = endpoint.Tls,
            ClientKey = opened.ClientKey,
            Secrets = secrets,
        };

        // What was waited for may have outlasted the lease, and so may a pause of the whole process. The time that is signed is from before
        // the look: a request that says a later one would have been made without the lease.
        var attempt = new AttemptClock(clock);
        return owned.Holds(lease) ? await sender.SendAsync(request, attempt, stopping).ConfigureAwait(false) : null;
    }

    // The host's store may take no longer than the receiver, and need not be trusted to heed its token.
    private async Task<ReadOnlyMemory<byte>> ReadAsync(IPayloadStore store, string reference, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        return await store.ReadAsync(reference, ending.Token).AsTask().WaitAsync(ending.Token).ConfigureAwait(false);
    }

    private static SendResult Waiting(TimeSpan duration) => new()
    {
        Outcome = AttemptOutcome.SigningUnavailable,
        Error = "The secrets of the endpoint cannot be read, or its signers are not there, and nothing is sent unsigned.",
        WaitsForSecrets = true,
        Duration = duration,
    };

    private static SendResult Failed(AttemptOutcome outcome, string error, TimeSpan duration) => new() { Outcome = outcome, Error = error, Duration = duration };
}
