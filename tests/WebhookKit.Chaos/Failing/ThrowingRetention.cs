using WebhookKit.Storage;

namespace WebhookKit.Chaos.Failing;

internal sealed class ThrowingRetention(IRetentionStore inner, ChanceThrows throws) : IRetentionStore
{
    public ValueTask<PurgeResult> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken = default) =>
        throws.RunAsync("purge", () => inner.PurgeAsync(request, cancellationToken));
}
