namespace WebhookKit.Publishing;

/// <summary>Takes events that this process has just stored and may soon deliver itself, so that they need not be read back.</summary>
internal interface IPublishedEvents
{
    /// <summary>Offers an event. A hint: it may be dropped, and its transaction may still be rolled back. Never blocks.</summary>
    void Offer(WebhookEvent stored);
}
