using System.ComponentModel.DataAnnotations;

namespace WebhookKit.Dispatching;

/// <summary>How much is sent at once, and how often the database is asked. Section <c>Dispatching</c>.</summary>
public sealed class DispatchOptions
{
    /// <summary>How many requests this process has under way at the most.</summary>
    /// <value>256 by default; 1 to 10,000.</value>
    [Range(1, 10_000)]
    public int MaxConcurrency { get; set; } = 256;

    /// <summary>How many requests are under way to one endpoint at the most.</summary>
    /// <value>8 by default; 1 to 1,000. An endpoint that fails or has yet to answer gets fewer.</value>
    [Range(1, 1000)]
    public int MaxConcurrencyPerEndpoint { get; set; } = 8;

    /// <summary>
    /// How many requests this process has under way for one owner at the most. Below that, owners share the places by turns, whatever number
    /// of endpoints each has.
    /// </summary>
    /// <value>Null by default, for <see cref="MaxConcurrency"/>; 1 to 10,000.</value>
    [Range(1, 10_000)]
    public int? MaxConcurrencyPerOwner { get; set; }

    /// <summary>
    /// How often the database is asked for deliveries that other processes have queued. What this process publishes does
    /// not wait for it.
    /// </summary>
    /// <value>1 s by default; 50 ms to 1 minute.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// For how long every attempt for an endpoint may fail before the library disables it, which it does when a delivery is given up.
    /// </summary>
    /// <value>5 days by default; 1 minute to 365 days, or null for never.</value>
    public TimeSpan? DisableFailingAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>When requests to an endpoint are held back because too many have failed.</summary>
    public CircuitOptions Circuit { get; set; } = new();

    /// <summary>How many deliveries are read ahead into memory at the most.</summary>
    /// <value>4,096 by default; 16 to 100,000.</value>
    [Range(16, 100_000)]
    public int ReadAheadDeliveries { get; set; } = 4096;

    /// <summary>How many bytes of payload are read ahead into memory before reading pauses.</summary>
    /// <value>67,108,864 (64 MB) by default; at least 1,048,576.</value>
    [Range(1024 * 1024, long.MaxValue)]
    public long ReadAheadBytes { get; set; } = 64 * 1024 * 1024;
}
