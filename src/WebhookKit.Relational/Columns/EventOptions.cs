namespace WebhookKit.Relational.Columns;

/// <summary>What an event asks for its own deliveries, as far as no statement looks for it: one column, NULL for most events.</summary>
internal sealed class EventOptions
{
    public DateTimeOffset? ExpiresAt { get; init; }

    public RetrySettings? Retry { get; init; }

    public IReadOnlyList<long>? Endpoints { get; init; }

    public string? OrderingKey { get; init; }

    public string? CoalescingKey { get; init; }

    /// <summary>What an event without any asks for.</summary>
    public static EventOptions None { get; } = new();

    /// <summary>What to store; null where there is nothing to.</summary>
    public static EventOptions? Of(WebhookEvent item) => item is { ExpiresAt: null, Retry: null, Endpoints: null, OrderingKey: null, CoalescingKey: null }
        ? null
        : new EventOptions
        {
            ExpiresAt = item.ExpiresAt,
            Retry = item.Retry,
            Endpoints = item.Endpoints?.Select(endpoint => endpoint.Value).ToArray(),
            OrderingKey = item.OrderingKey,
            CoalescingKey = item.CoalescingKey,
        };

    /// <summary>Whether the event names its endpoints, and not this one.</summary>
    public bool LeavesOut(EndpointId endpoint) => Endpoints is not null && !Endpoints.Contains(endpoint.Value);

    public IReadOnlyList<EndpointId>? EndpointIds() => Endpoints?.Select(id => new EndpointId(id)).ToArray();
}
