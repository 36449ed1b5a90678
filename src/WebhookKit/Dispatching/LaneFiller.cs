using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>Puts what was read into its lane, and the lane into the line; keeps the budget in step with what is in memory.</summary>
internal sealed class LaneFiller(LaneEndpointFactory endpoints, ReadBudget budget, LaneLine line)
{
    public void Fill(Lane lane, LaneContents contents, IReadOnlyDictionary<EventId, WebhookEvent> events, long askedAt)
    {
        QueuedDelivery[] due = [.. contents.Due.Select(row => new QueuedDelivery(row, events[row.EventId]))];
        var endpoint = contents.Changed is { } changed ? endpoints.Create(changed) : null;
        budget.Take(due);
        Return(lane.Fill(contents, due, endpoint, askedAt));
        line.Offer(lane);
    }

    /// <summary>Forgets what a lane has read ahead.</summary>
    public void Empty(Lane lane) => Return(lane.Drop());

    private void Return(IReadOnlyList<QueuedDelivery> dropped)
    {
        foreach (var delivery in dropped)
        {
            budget.Return(delivery);
        }
    }
}
