namespace WebhookKit.Chaos.Producing;

/// <summary>An event with all that must not change when it is published again.</summary>
/// <param name="Key">Names the publish; the idempotency key where publishing is tried again.</param>
/// <param name="Owner">Whose endpoints receive it.</param>
/// <param name="Id">Its id, for the mode that fixes it.</param>
internal sealed record FixedEvent(string Key, string Owner, EventId Id)
{
    public const string Type = "chaos.event";

    public byte[] Payload { get; } = EventPayload.Of(Key);
}
