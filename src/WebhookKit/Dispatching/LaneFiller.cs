using Microsoft.Extensions.Logging;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Puts what was read into its lanes, and the lanes into the line; keeps the budget in step with what is in memory.</summary>
internal sealed partial class LaneFiller(LaneEndpointFactory endpoints, ReadBudget budget, EventShelf shelf, LaneLine line, StoreClock storeClock, ILogger<LaneFiller> logger)
{
    private static readonly TimeSpan EventMissingPause = TimeSpan.FromMinutes(1);

    /// <summary>Takes over an answer of the store.</summary>
    /// <param name="lanes">The lanes that were asked for.</param>
    /// <param name="result">The answer.</param>
    /// <param name="askedAt">The clock's timestamp from before the question.</param>
    public void Fill(IReadOnlyDictionary<EndpointId, Lane> lanes, LaneReadResult result, long askedAt)
    {
        var events = shelf.Put(result);
        var (rows, bytes) = (0, 0L);
        foreach (var contents in result.Lanes)
        {
            rows += contents.Due.Count;
            bytes += Fill(lanes[contents.Endpoint], contents, events, askedAt);
        }

        budget.NoteRead(rows, bytes);
    }

    /// <summary>Forgets what a lane has read ahead.</summary>
    public void Empty(Lane lane) => budget.Return(lane.Drop());

    private long Fill(Lane lane, LaneContents contents, Dictionary<EventId, SharedEvent> events, long askedAt)
    {
        var due = new List<QueuedDelivery>(contents.Due.Count);
        foreach (var row in contents.Due)
        {
            if (events.TryGetValue(row.EventId, out var shared))
            {
                due.Add(new QueuedDelivery(row, shared));
            }
        }

        var endpoint = contents.Changed is { } changed ? endpoints.Create(changed) : null;
        var bytes = budget.Take(due);
        if (due.Count < contents.Due.Count)
        {
            PassOver(lane, [.. contents.Due.Where(row => !events.ContainsKey(row.EventId))]);
        }

        budget.Return(lane.Fill(contents, due, endpoint, askedAt));
        line.Offer(lane);
        return bytes;
    }

    private void PassOver(Lane lane, DueDelivery[] broken)
    {
        Log.EventsMissing(logger, broken.Length, lane.Id, broken[0].Id, broken[0].EventId, EventMissingPause);
        budget.Return(lane.SetAside([.. broken.Select(row => row.Id)], storeClock.Now + EventMissingPause));
    }
}
