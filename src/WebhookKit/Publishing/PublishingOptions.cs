using System.ComponentModel.DataAnnotations;

namespace WebhookKit.Publishing;

/// <summary>How events are published. Section <c>Publishing</c>.</summary>
public sealed class PublishingOptions
{
    /// <summary>The largest payload, in bytes.</summary>
    /// <value>262,144 (256 KB) by default; 1 to 104,857,600.</value>
    [Range(1, 100 * 1024 * 1024)]
    public int MaxPayloadBytes { get; set; } = 256 * 1024;

    /// <summary>Payloads larger than this go to the <see cref="IPayloadStore"/>, where one is registered. In bytes.</summary>
    /// <value>65,536 by default.</value>
    [Range(0, 100 * 1024 * 1024)]
    public int OffloadPayloadsAboveBytes { get; set; } = 64 * 1024;

    /// <summary>For how long an idempotency key means the event it was used for. After that it may be used for another one.</summary>
    /// <value>Null by default: for as long as the event is stored, which retention says. At least 1 minute.</value>
    public TimeSpan? IdempotencyWindow { get; set; }
}
