using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <content>What is sent in order.</content>
public sealed partial class ContractData
{
    /// <summary>An endpoint that receives in order.</summary>
    public EndpointRecord Ordered(OrderingMode mode, int? skipAfter = null)
    {
        var plain = Endpoint();
        return new EndpointRecord
        {
            Endpoint = new WebhookEndpoint
            {
                Id = plain.Endpoint.Id,
                Url = plain.Endpoint.Url,
                Events = plain.Endpoint.Events,
                Ordering = new EndpointOrdering { Mode = mode, SkipAfter = skipAfter },
                CreatedAt = plain.Endpoint.CreatedAt,
                UpdatedAt = plain.Endpoint.UpdatedAt,
            },
            Secrets = plain.Secrets,
        };
    }

    /// <summary>An event with an ordering key.</summary>
    public WebhookEvent InOrder(string orderingKey, DateTimeOffset? createdAt = null)
    {
        var plain = Event(createdAt: createdAt);
        return new WebhookEvent { Id = plain.Id, Type = plain.Type, Payload = plain.Payload, CreatedAt = plain.CreatedAt, OrderingKey = orderingKey };
    }

    /// <summary>The same outcome, of a delivery in order.</summary>
    public static DeliveryOutcome UsedUp(DeliveryOutcome outcome, string orderingKey, long sequence)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return new DeliveryOutcome
        {
            Delivery = outcome.Delivery,
            Attempt = outcome.Attempt,
            Epoch = outcome.Epoch,
            Transition = outcome.Transition,
            DeadReason = outcome.DeadReason,
            OrderingKey = orderingKey,
            Sequence = sequence,
            At = outcome.At,
        };
    }
}
