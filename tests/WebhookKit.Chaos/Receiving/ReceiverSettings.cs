namespace WebhookKit.Chaos.Receiving;

internal sealed record ReceiverSettings(string Journal, int Seed, ReceiverScript Script);
