using WebhookKit.Hosting;

namespace WebhookKit.Jobs;

/// <summary>Wakes the keeper of this process when a job was started or cancelled through it, or may have come to it with a partition.</summary>
internal sealed class JobSignal
{
    public WakeSignal Wake { get; } = new();
}
