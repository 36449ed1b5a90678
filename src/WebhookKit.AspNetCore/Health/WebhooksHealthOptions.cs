namespace WebhookKit.AspNetCore.Health;

/// <summary>When the health check of deliveries says that something is wrong. Null never says so.</summary>
public sealed class WebhooksHealthOptions
{
    /// <summary>Unhealthy when deliveries have been due for longer than this without any attempt ending.</summary>
    /// <value>1 minute by default.</value>
    public TimeSpan? MaxWithoutProgress { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Degraded when the oldest delivery has been due for longer than this: more comes in than an endpoint takes.</summary>
    /// <value>15 minutes by default.</value>
    public TimeSpan? MaxOldestDueAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Degraded when the clock of this process and that of the database are further apart than this.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan? MaxClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the database may take to answer.</summary>
    /// <value>5 seconds by default.</value>
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
