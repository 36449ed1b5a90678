namespace WebhookKit.Alerting;

/// <summary>Who is told of what goes wrong, and when. Section <c>Notifications</c>.</summary>
public sealed class NotificationOptions
{
    /// <summary>
    /// Whether notifications are published as events of the types that begin with <c>webhookkit.</c>, for the endpoints of the same owner
    /// that subscribe to them. <c>*</c> does not.
    /// </summary>
    /// <value>False by default. Each is stored and kept like any event, whether or not an endpoint asks for it.</value>
    public bool PublishEvents { get; set; }

    /// <summary>How long a delivery has to be due that may be sent, until that is told.</summary>
    /// <value>5 minutes by default; 1 second to 30 days, or null for never.</value>
    public TimeSpan? BacklogOlderThan { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a notifier may take for one notification.</summary>
    /// <value>30 s by default; 1 second to 10 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
