namespace WebhookKit.Chaos.Checking;

/// <summary>Whether events have a delivery for each of their endpoints.</summary>
/// <param name="Whole">Stored events that have all of them.</param>
/// <param name="Torn">Stored events that have some of them or none.</param>
internal sealed record FanOutFindings(int Whole, int Torn);
