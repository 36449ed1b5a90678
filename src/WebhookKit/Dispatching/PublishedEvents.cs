using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using WebhookKit.Publishing;

namespace WebhookKit.Dispatching;

/// <summary>Hands what is published in this process to the lane reader, as long as one runs.</summary>
internal sealed class PublishedEvents(DeliverySignal signal) : IPublishedEvents
{
    private const int Most = 256;
    private const int LargestPayload = 16 * 1024;

    private readonly Channel<WebhookEvent> _offered = Channel.CreateBounded<WebhookEvent>(
        new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Offer(WebhookEvent stored)
    {
        if (signal.IsHeard && stored.Payload.Length <= LargestPayload && stored.Metadata.Count == 0 && stored.Retry is null)
        {
            _offered.Writer.TryWrite(CopyOf(stored));
        }
    }

    public bool TryTake([NotNullWhen(true)] out WebhookEvent? stored) => _offered.Reader.TryRead(out stored);

    /// <summary>The bytes are the caller's, who may write other ones into their place as soon as publishing has returned.</summary>
    private static WebhookEvent CopyOf(WebhookEvent stored) => new()
    {
        Id = stored.Id,
        Type = stored.Type,
        Owner = stored.Owner,
        Payload = stored.Payload.ToArray(),
        PayloadReference = stored.PayloadReference,
        ContentType = stored.ContentType,
        CreatedAt = stored.CreatedAt,
        TraceParent = stored.TraceParent,
        IdempotencyKey = stored.IdempotencyKey,
        DeliverAt = stored.DeliverAt,
        ExpiresAt = stored.ExpiresAt,
        CoalescingKey = stored.CoalescingKey,
    };
}
