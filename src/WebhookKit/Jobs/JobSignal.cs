using WebhookKit.Hosting;

namespace WebhookKit.Jobs;

/// <summary>Wakes the keeper of this process when a job was started or cancelled through it.</summary>
internal sealed class JobSignal
{
    public WakeSignal Wake { get; } = new();
}
