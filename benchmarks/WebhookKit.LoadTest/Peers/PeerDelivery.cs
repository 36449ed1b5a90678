namespace WebhookKit.LoadTest.Peers;

/// <summary>What is to be posted, where to.</summary>
internal sealed record PeerDelivery(EventId Event, int Group, string Url, byte[] Payload);
