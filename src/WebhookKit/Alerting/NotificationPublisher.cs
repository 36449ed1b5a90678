using WebhookKit.Observing;
using WebhookKit.Publishing;
using WebhookKit.Storage;

namespace WebhookKit.Alerting;

/// <summary>
/// Publishes notifications as events, for endpoints that ask for them. The key of a notification is that of its event, so that it is
/// stored once whoever says it and however often. What becomes of such events is not told by further ones.
/// </summary>
internal sealed class NotificationPublisher(WebhookPublisher publisher, IEndpointStore endpoints, TimeProvider clock) : IWebhookNotifier
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>What events about an endpoint may bring about at it again and again.</summary>
    private static readonly string[] Health =
    [
        WebhookNotification.TypeOf(WebhookNotificationKind.EndpointFailing),
        WebhookNotification.TypeOf(WebhookNotificationKind.EndpointRecovered),
        WebhookNotification.TypeOf(WebhookNotificationKind.CircuitOpened),
        WebhookNotification.TypeOf(WebhookNotificationKind.CircuitClosed),
    ];

    public async Task NotifyAsync(WebhookNotification notification, CancellationToken cancellationToken)
    {
        for (; ; await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                if (!await WouldGoRoundAsync(notification, cancellationToken).ConfigureAwait(false))
                {
                    await publisher.PublishOwnAsync(EventOf(notification), cancellationToken).ConfigureAwait(false);
                }

                return;
            }
            catch (IdempotencyConflictException)
            {
                // Another instance has said it, in other words.
                return;
            }
            catch (WebhookStoreException exception) when (exception.IsTransient)
            {
                // Tried again until there is no time left, which is logged.
            }
        }
    }

    private async ValueTask<bool> WouldGoRoundAsync(WebhookNotification notification, CancellationToken cancellationToken)
    {
        if (notification.EventType is { } about)
        {
            return EventTypePattern.IsReserved(about);
        }

        // How an endpoint does that hears how endpoints do would be news for it, which it may fail to take, which would be news.
        return Health.Contains(notification.Type)
            && await endpoints.FindAsync(new EndpointQuery { Id = notification.Endpoint }, cancellationToken).ConfigureAwait(false) is { } found
            && found.Endpoint.Events.Any(pattern => Health.Any(type => EventTypePattern.Matches(pattern, type)));
    }

    private static OutgoingEvent EventOf(WebhookNotification notification) => new()
    {
        Type = notification.Type,
        Owner = notification.Owner,
        Payload = NotificationBody.Write(notification),
        IdempotencyKey = notification.Key,
    };
}
