namespace WebhookKit.Dispatching;

/// <content>What a lane does when nothing can be sent, and its endpoint is not to blame.</content>
internal sealed partial class Lane
{
    /// <summary>No request could be made for a taken delivery, nor for the others: the lane waits. It is still to be settled.</summary>
    /// <returns>What the lane dropped, to be read again.</returns>
    public IReadOnlyList<QueuedDelivery> WaitUntil(DateTimeOffset until)
    {
        lock (_gate)
        {
            GiveBack();
            _schedule.HoldUntil(until);
            return DropWaiting();
        }
    }
}
