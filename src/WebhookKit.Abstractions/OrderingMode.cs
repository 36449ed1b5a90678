namespace WebhookKit;

/// <summary>Which deliveries of an endpoint are sent one after the other.</summary>
public enum OrderingMode
{
    /// <summary>Those of events with the same <see cref="WebhookEvent.OrderingKey"/>. What has another key, or none, waits for nothing.</summary>
    Key = 0,

    /// <summary>All of them.</summary>
    Strict = 1,
}
