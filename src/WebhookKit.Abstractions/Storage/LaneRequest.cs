namespace WebhookKit.Storage;

/// <summary>How much to read of one lane.</summary>
public sealed class LaneRequest
{
    /// <summary>The endpoint.</summary>
    public required EndpointId Endpoint { get; init; }

    /// <summary>How many deliveries at the most. Zero asks for the endpoint and the next due time only.</summary>
    public required int Room { get; init; }

    /// <summary>Deliveries the caller already has; they are passed over, in the answer and in its next due time.</summary>
    public IReadOnlyCollection<DeliveryId> Held { get; init; } = [];

    /// <summary>
    /// How far the caller has read: what stands there and before it is passed over, in the answer and in its next due time, without
    /// being looked at. Null reads from the head.
    /// </summary>
    /// <value>
    /// Null by default. Where it is set, <see cref="Held"/> says what is not to be answered along with what waits for it: the first with an
    /// ordering key, which may stand before the position. It is empty where nothing that is held has an ordering key.
    /// </value>
    public LanePosition? After { get; init; }

    /// <summary>The endpoint's revision that the caller knows, or null for none.</summary>
    public long? KnownRevision { get; init; }
}
