namespace WebhookKit.Chaos.Journals;

/// <summary>One request, as the receiver knows it.</summary>
/// <param name="Number">Names it; it is the body of the answer too, so that the store's log says which request it means.</param>
/// <param name="StartedAt">The machine's monotonic clock when it had come in.</param>
/// <param name="Endpoint">The number of the endpoint.</param>
/// <param name="Instance">The process that made it.</param>
/// <param name="WebhookId">Its <c>webhook-id</c>.</param>
/// <param name="Key">The publish that its payload names.</param>
/// <param name="AnsweredAt">When it was answered; null where it was not.</param>
/// <param name="Status">What it was answered with.</param>
/// <param name="EndedAt">When it was over without an answer; null where it was answered, and where it was not over.</param>
internal sealed record Request(
    long Number, long StartedAt, int Endpoint, string Instance, string WebhookId, string Key, long? AnsweredAt = null, int? Status = null,
    long? EndedAt = null)
{
    /// <summary>Its <c>webhook-timestamp</c>: the second since 1970 in which its attempt had begun, by the clock of the process that made it.</summary>
    public long SignedAt { get; init; } = long.MaxValue;

    public bool IsAccepted => Status is >= 200 and < 300;
}
