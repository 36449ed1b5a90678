using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>
/// Disables endpoints that have failed for too long, when a delivery to them is given up: each has had its whole schedule by then, also
/// where events are rare. Where an open circuit keeps deliveries from their attempts, as many tries as a schedule has say the same.
/// </summary>
internal sealed partial class FailingEndpoints(
    IEndpointStore endpoints,
    IHistoryStore history,
    EndpointDisabler disabler,
    IOptions<DispatchOptions> options,
    StoreClock storeClock,
    ILogger<FailingEndpoints> logger)
{
    /// <summary>Among so many of the latest successes one that came later would be found.</summary>
    private const int Latest = 100;

    private const int TriesLikeASchedule = 10;

    private readonly TimeSpan? _tooLong = options.Value.DisableFailingAfter;

    /// <summary>Whether it is time to ask about the endpoint of an outcome, and it has failed for too long, as far as its lane knows.</summary>
    public bool MayConcern(PendingOutcome pending) =>
        pending.Outcome.Transition is DeliveryTransition.Retry or DeliveryTransition.GiveUp
        && pending.Outcome.Attempt.Outcome != AttemptOutcome.Expired
        && (pending.IsGivenUp || pending.Lane.FailedTries >= TriesLikeASchedule)
        && HasFailed(pending.Lane);

    /// <summary>Disables the endpoint, if what is stored bears it out: what an instance noted may be older than another's success.</summary>
    public async Task DisableIfSoAsync(Lane lane, CancellationToken cancellationToken)
    {
        try
        {
            var endpoint = (await endpoints.FindAsync(new EndpointQuery { Id = lane.Id }, cancellationToken).ConfigureAwait(false))?.Endpoint;
            if (endpoint is not { Status: EndpointStatus.Enabled })
            {
                return;
            }

            if (endpoint.FailingSince is not { } since)
            {
                lane.ForgetFailures();
                return;
            }

            if (await HasSucceededSinceAsync(lane.Id, since, cancellationToken).ConfigureAwait(false))
            {
                await endpoints.NoteFailuresAsync([new EndpointFailure(lane.Id, null)], cancellationToken).ConfigureAwait(false);
                lane.ForgetFailures();
                return;
            }

            // One may have succeeded meanwhile and not be recorded yet.
            if (storeClock.Now - since >= _tooLong && HasFailed(lane))
            {
                var reason = string.Create(CultureInfo.InvariantCulture, $"Every attempt has failed since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
                await disabler.DisableAsync(lane.Id, endpoint.Owner, EndpointStatus.Enabled, reason, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.LookFailed(logger, lane.Id, exception);
        }
    }

    private bool HasFailed(Lane lane) => lane.HasFailedFor(_tooLong, storeClock.Now);

    private async Task<bool> HasSucceededSinceAsync(EndpointId endpoint, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var query = new DeliveryListQuery { Endpoint = endpoint, Status = DeliveryStatus.Succeeded, Limit = Latest };
        var succeeded = await history.ListDeliveriesAsync(query, cancellationToken).ConfigureAwait(false);
        return succeeded.Items.Any(delivery => delivery.EndedAt > since);
    }
}
