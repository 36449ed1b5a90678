namespace WebhookKit.Chaos.Databases;

/// <summary>An event that is stored.</summary>
/// <param name="Id">Its UUID.</param>
/// <param name="Key">The publish that its payload names.</param>
internal sealed record StoredEvent(Guid Id, string Key)
{
    public string WebhookId => new EventId(Id).ToString();
}
