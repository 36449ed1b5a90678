using System.Threading.RateLimiting;

namespace WebhookKit.Administration;

/// <summary>How many tests of endpoints this process sends for one owner: somebody sees at once what came of each, which could be used to look around.</summary>
internal sealed class TestLimit
{
    private const int MostInWindow = 600;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // Replenished when asked, and not by the timer of a PartitionedRateLimiter: that wakes an idle process ten times a second.
    private static readonly FixedWindowRateLimiterOptions Limits = new() { PermitLimit = MostInWindow, Window = Window, AutoReplenishment = false };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, FixedWindowRateLimiter> _limiters = new(StringComparer.Ordinal);

    /// <summary>A test is to be sent for an owner. The application itself is not limited.</summary>
    /// <exception cref="WebhookTestLimitException">The owner has had as many as it may.</exception>
    public void Take(string owner, WebhookCaller caller)
    {
        if (ReferenceEquals(caller, WebhookCaller.Application))
        {
            return;
        }

        using var lease = Acquire(owner);
        if (!lease.IsAcquired)
        {
            throw new WebhookTestLimitException(MostInWindow, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window);
        }
    }

    private RateLimitLease Acquire(string owner)
    {
        lock (_gate)
        {
            RemoveFull();
            if (!_limiters.TryGetValue(owner, out var limiter))
            {
                _limiters[owner] = limiter = new FixedWindowRateLimiter(Limits);
            }

            return limiter.AttemptAcquire();
        }
    }

    // One that is full again is as good as a new one.
    private void RemoveFull()
    {
        foreach (var (owner, limiter) in _limiters)
        {
            limiter.TryReplenish();
            if (limiter.IdleDuration is not null)
            {
                _limiters.Remove(owner);
                limiter.Dispose();
            }
        }
    }
}
