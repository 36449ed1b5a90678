namespace WebhookKit.Chaos.Journals;

/// <summary>One publish, as the producer knows it.</summary>
/// <param name="Key">Names it; stands in the payload too, so that it is known wherever the event is.</param>
/// <param name="Owner">Whose endpoints are to receive it.</param>
/// <param name="HasOrder">Whether a row of the host's own was written in the same transaction.</param>
/// <param name="State">What became of it.</param>
/// <param name="BegunAt">The machine's monotonic clock just before it was published.</param>
internal sealed record Publish(string Key, string Owner, bool HasOrder, PublishState State, long BegunAt = 0);
