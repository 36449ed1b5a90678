using System.ComponentModel.DataAnnotations;

namespace WebhookKit.Retrying;

/// <summary>When failed deliveries are tried again, for all endpoints that do not say so themselves.</summary>
public sealed class RetryOptions
{
    /// <summary>
    /// The delays between attempts. The first attempt is made at once; a leading zero that stands for it may be written or left
    /// out. When the delays are used up, the delivery is a dead letter.
    /// </summary>
    /// <value>
    /// Null by default: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, which makes ten attempts in about three days.
    /// At most 100 delays of at most 30 days.
    /// </value>
    public IList<TimeSpan>? Schedule { get; set; }

    /// <summary>Delays that grow by a factor, instead of <see cref="Schedule"/>.</summary>
    /// <value>Null by default.</value>
    public ExponentialRetrySettings? Exponential { get; set; }

    /// <summary>How much may be added to a delay by chance, as a part of it, so that what failed together is not tried together. Nothing is ever tried early.</summary>
    /// <value>0.2 by default; 0 to 1.</value>
    [Range(0.0, 1.0)]
    public double Jitter { get; set; } = 0.2;
}
