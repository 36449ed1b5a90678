namespace WebhookKit.Receiving;

/// <summary>What one event is for one receiver.</summary>
internal readonly record struct EventKey(string Receiver, string Sender, string EventId);
