namespace WebhookKit;

/// <summary>How many requests an endpoint gets in a time: a token bucket. What is over the limit waits, and loses no attempt by it.</summary>
/// <remarks>Exact across instances, because one of them at a time sends to an endpoint. A test that somebody asks for is not counted.</remarks>
public sealed class EndpointRateLimit
{
    /// <summary>How many requests a second, on average.</summary>
    /// <value>0.001 to 100,000: from one in a thousand seconds.</value>
    public required double PerSecond { get; init; }

    /// <summary>How many requests may start at once after a time without any.</summary>
    /// <value>
    /// Null by default: as many as in a tenth of a second, and at least one. 1 to 100,000, and no more than a day brings.
    /// </value>
    public int? Burst { get; init; }
}
