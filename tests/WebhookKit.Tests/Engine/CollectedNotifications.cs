using WebhookKit.Observing;

namespace WebhookKit.Tests.Engine;

/// <summary>A notifier that keeps what it was told.</summary>
internal sealed class CollectedNotifications : IWebhookNotifier
{
    private readonly List<WebhookNotification> _told = [];

    public IReadOnlyList<WebhookNotification> Told
    {
        get
        {
            lock (_told)
            {
                return [.. _told];
            }
        }
    }

    public IReadOnlyList<WebhookNotificationKind> Kinds => [.. Told.Select(notification => notification.Kind)];

    public IReadOnlyList<WebhookNotification> Of(WebhookNotificationKind kind) => [.. Told.Where(notification => notification.Kind == kind)];

    public Task NotifyAsync(WebhookNotification notification, CancellationToken cancellationToken)
    {
        lock (_told)
        {
            _told.Add(notification);
        }

        return Task.CompletedTask;
    }

    /// <summary>Waits until it was told so often of a kind, and answers what it was told.</summary>
    public async Task<IReadOnlyList<WebhookNotification>> WaitForAsync(WebhookNotificationKind kind, int count = 1)
    {
        await EngineHost.WaitAsync(() => Of(kind).Count >= count);
        return Of(kind);
    }
}
