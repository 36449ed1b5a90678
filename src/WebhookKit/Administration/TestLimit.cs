using System.Threading.RateLimiting;

namespace WebhookKit.Administration;

/// <summary>How many tests of endpoints this process sends for one owner: somebody sees at once what came of each, which could be used to look around.</summary>
internal sealed class TestLimit : IDisposable
{
    private const int MostInWindow = 600;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        owner => RateLimitPartition.GetFixedWindowLimiter(owner, _ => new FixedWindowRateLimiterOptions { PermitLimit = MostInWindow, Window = Window }));

    /// <summary>A test is to be sent for an owner. The application itself is not limited.</summary>
    /// <exception cref="WebhookTestLimitException">The owner has had as many as it may.</exception>
    public void Take(string owner, WebhookCaller caller)
    {
        if (ReferenceEquals(caller, WebhookCaller.Application))
        {
            return;
        }

        using var lease = _limiter.AttemptAcquire(owner);
        if (!lease.IsAcquired)
        {
            throw new WebhookTestLimitException(MostInWindow, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window);
        }
    }

    public void Dispose() => _limiter.Dispose();
}
