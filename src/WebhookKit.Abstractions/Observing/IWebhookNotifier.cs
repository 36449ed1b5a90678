namespace WebhookKit.Observing;

/// <summary>Tells people what they may want to know of: by mail, chat or pager. Register any number as singletons.</summary>
/// <remarks>
/// Called off the delivery path: one that is slow, hangs or throws costs neither deliveries nor other notifiers anything. Each is called
/// with one notification at a time, in order. What it throws is logged and the notification is not said again; a call is cancelled after
/// <c>Notifications:Timeout</c>. Of the notifications that wait for a notifier, 1,024 are kept, and what comes on top is dropped and counted. A
/// process that dies loses those on their way; what they are about is stored, and can be read.
/// </remarks>
public interface IWebhookNotifier
{
    /// <summary>Tells.</summary>
    /// <param name="notification">What. Its <see cref="WebhookNotification.Key"/> tells repetitions apart.</param>
    /// <param name="cancellationToken">Cancelled when it takes too long, and soon after the host begins to stop.</param>
    Task NotifyAsync(WebhookNotification notification, CancellationToken cancellationToken);
}
