using WebhookKit.Observing;
using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Tells that somebody has disabled an endpoint which was not disabled before.</summary>
internal sealed class DisablingNews(IAlerts alerts)
{
    public void Tell(WebhookEndpoint before, EndpointRecord? changed, EndpointStatusChange change)
    {
        if (alerts.AreHeard && changed is not null && change.Status == EndpointStatus.Disabled && before.Status != EndpointStatus.Disabled)
        {
            alerts.Raise(Alert.Disabled(change.Id, before.Owner, change.Reason, change.At));
        }
    }
}
