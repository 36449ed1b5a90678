using System.Threading.RateLimiting;

namespace WebhookKit.Administration;

/// <summary>How many tests of endpoints this process sends for one owner: somebody sees at once what came of each, which could be used to look around.</summary>
internal sealed class TestLimit : IDisposable
{
    private const int MostInWindow = 30;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        owner => RateLimitPartition.GetFixedWindowLimiter(owner, _ => new FixedWindowRateLimiterOptions { PermitLimit = MostInWindow, Window = Window }));

    /// <exception cref="WebhookTestLimitException">It has had as many as it may.</exception>
    public void Take(string owner)
    {
        using var lease = _limiter.AttemptAcquire(owner);
        if (!lease.IsAcquired)
        {
            throw new WebhookTestLimitException(MostInWindow, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window);
        }
    }

    public void Dispose() => _limiter.Dispose();
}
