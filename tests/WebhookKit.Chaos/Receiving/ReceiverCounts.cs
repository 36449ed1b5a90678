namespace WebhookKit.Chaos.Receiving;

/// <summary>What the receiver has had so far.</summary>
/// <param name="Started">Requests.</param>
/// <param name="Answered">Requests that were answered.</param>
/// <param name="UnderWay">Requests that wait for an answer, by instance.</param>
internal sealed record ReceiverCounts(long Started, long Answered, IReadOnlyDictionary<string, int> UnderWay);
