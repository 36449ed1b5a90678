using Microsoft.Extensions.Options;
using WebhookKit.Leasing;
using WebhookKit.Maintenance;
using WebhookKit.Storage;

namespace WebhookKit.Jobs;

/// <summary>Reads what a job selects, page by page, the newest first: dead letters, then what was cancelled, then what was never sent.</summary>
/// <remarks>
/// New deliveries are newer than all that has been looked at, so that a job never comes upon what it has made itself. Filters that the
/// lists of the store do not know are applied here.
/// </remarks>
internal sealed class JobReader(
    IHistoryStore history, IJobStore jobs, IOptions<RetentionOptions> retention, StoreClock storeClock, TimeProvider clock)
{
    /// <summary>So that a step which finds little reads on, and does not write for nothing, but comes to an end.</summary>
    private const int MostPages = 20;

    /// <summary>How many are looked at with one question.</summary>
    private const int PageToMake = 200;
    private const int PageToCount = 1000;

    /// <summary>How many deliveries of one event to one endpoint are looked at.</summary>
    private const int MostOfOneEvent = 100;

    /// <summary>
    /// How much younger than what retention removes an event must be, to be taken for never sent. Far longer than a step takes: neither
    /// its delivery nor the event itself is removed between the look at it and the step.
    /// </summary>
    private static readonly TimeSpan LongestMargin = TimeSpan.FromHours(1);

    /// <summary>Counts on until something is found.</summary>
    /// <param name="scope">What the job selects from.</param>
    /// <param name="position">Where to begin.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<JobBatch> CountAsync(JobScope scope, JobPosition position, CancellationToken cancellationToken) =>
        ReadAsync(scope, position, PageToCount, PageToCount, cancellationToken);

    /// <summary>Reads on until something is found.</summary>
    /// <param name="scope">What the job selects from.</param>
    /// <param name="position">Where to begin.</param>
    /// <param name="most">How many to find at the most.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<JobBatch> ReadAsync(JobScope scope, JobPosition position, int most, CancellationToken cancellationToken) =>
        ReadAsync(scope, position, PageToMake, most, cancellationToken);

    private async Task<JobBatch> ReadAsync(JobScope scope, JobPosition position, int pageSize, int most, CancellationToken cancellationToken)
    {
        for (var page = 1; ; page++)
        {
            var batch = position.Phase == JobPhase.Missed
                ? await ReadMissedAsync(scope, position, pageSize, most, cancellationToken).ConfigureAwait(false)
                : await ReadEndedAsync(scope, position, pageSize, most, cancellationToken).ConfigureAwait(false);
            if (batch.Count > 0 || batch.Next is null || page == MostPages)
            {
                return batch;
            }

            position = batch.Next.Value;
        }
    }

    private async Task<JobBatch> ReadEndedAsync(JobScope scope, JobPosition position, int pageSize, int most, CancellationToken cancellationToken)
    {
        var query = new DeliveryListQuery
        {
            Owner = scope.Owner,
            Endpoint = scope.Selection.Endpoint,
            Status = position.Phase == JobPhase.DeadLetters ? DeliveryStatus.Dead : DeliveryStatus.Cancelled,
            IsReplayed = false,
            From = scope.Selection.From,
            To = scope.Selection.To,
            After = position.AfterDelivery,
            Limit = pageSize,
        };
        var page = await history.ListDeliveriesAsync(query, cancellationToken).ConfigureAwait(false);

        var again = new List<(DeliveryId, EventId)>(page.Items.Count);
        foreach (var delivery in page.Items)
        {
            if (scope.Takes(delivery.EventType)
                && delivery.DeadReason != DeadLetterReason.Expired
                && (scope.Selection.Reason is null || delivery.DeadReason == scope.Selection.Reason)
                && (scope.Kind != JobKind.Recover || delivery.ReplayOf is null || await IsMissingAsync(delivery, cancellationToken).ConfigureAwait(false)))
            {
                again.Add((delivery.Id, delivery.EventId));
                if (again.Count == most)
                {
                    return new JobBatch { Again = again, Next = position.Behind(delivery.Id.ToString()) };
                }
            }
        }

        return new JobBatch { Again = again, Next = page.HasMore ? position.Behind(page.Items[^1].Id.ToString()) : AfterPhase(scope, position) };
    }

    private static JobPosition? AfterPhase(JobScope scope, JobPosition position) =>
        (scope.Kind, position.Phase) switch
        {
            (JobKind.Recover, JobPhase.DeadLetters) => position.At(JobPhase.Cancelled),
            (JobKind.Recover, JobPhase.Cancelled) when scope.Selection.IncludeEventsWithoutDelivery => position.At(JobPhase.Missed),
            _ => null,
        };

    /// <summary>
    /// Whether an event that has been replayed has not arrived by another replay of it and is not under way either, and this is the
    /// newest of those that failed: one new delivery for each event.
    /// </summary>
    private async Task<bool> IsMissingAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var query = new DeliveryListQuery { Endpoint = delivery.Id.Endpoint, Event = delivery.EventId, Limit = MostOfOneEvent };
        var all = (await history.ListDeliveriesAsync(query, cancellationToken).ConfigureAwait(false)).Items;
        return all.All(one => one.Status is DeliveryStatus.Dead or DeliveryStatus.Cancelled)
            && all.FirstOrDefault(one => one.ReplayedAs is null)?.Id == delivery.Id;
    }

    private async Task<JobBatch> ReadMissedAsync(JobScope scope, JobPosition position, int pageSize, int most, CancellationToken cancellationToken)
    {
        if (scope is not { Endpoint: { } endpoint, Selection.From: { } from })
        {
            return new JobBatch { Next = null };
        }

        var query = new MissedEventQuery
        {
            Endpoint = endpoint.Id,
            Owner = endpoint.Owner,
            From = Later(from, OldestKept()),
            After = position.AfterEvent,
            Limit = pageSize,
        };
        var page = await jobs.ReadMissedAsync(query, cancellationToken).ConfigureAwait(false);

        // Asked for again: retention may have gone on while this was read.
        var (oldest, now) = (OldestKept(), Now);
        var first = page.Items
            .Where(missed => missed.CreatedAt >= oldest && !(missed.CreatedAt >= scope.Selection.To) && scope.Takes(missed.Type))
            .Where(missed => !(missed.DeliverAt > now) && !(missed.ExpiresAt <= now))
            .Select(missed => missed.Id)
            .ToArray();
        var next = first.Length > most ? first[most - 1] : page.Next;
        return new JobBatch
        {
            First = [.. first.Take(most).Select(missed => DeliveryId.First(missed, endpoint.Id))],
            Next = next is { } last ? position.Behind(last.ToString()) : null,
        };
    }

    private DateTimeOffset Now => storeClock.FirstReading.IsCompleted ? storeClock.Now : clock.GetUtcNow();

    private DateTimeOffset OldestKept()
    {
        var now = Now;
        var (ended, dead) = (retention.Value.KeepEndedFor, retention.Value.KeepDeadLettersFor);
        var shortest = ended is null || dead < ended ? dead : ended;
        return shortest is { } age && now - DateTimeOffset.UnixEpoch > age
            ? now - age + (age / 10 < LongestMargin ? age / 10 : LongestMargin)
            : DateTimeOffset.UnixEpoch;
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
