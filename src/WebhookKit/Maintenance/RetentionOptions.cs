using System.ComponentModel.DataAnnotations;

namespace WebhookKit.Maintenance;

/// <summary>How long history is kept. Section <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>How long deliveries that succeeded, were filtered or were cancelled are kept, with their attempts and their event.</summary>
    /// <value>30 days by default; null for ever.</value>
    public TimeSpan? KeepEndedFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long dead letters are kept, with their attempts and their event.</summary>
    /// <value>90 days by default; null for ever.</value>
    public TimeSpan? KeepDeadLettersFor { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How often old history is removed.</summary>
    /// <value>10 minutes by default.</value>
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many deliveries one step removes.</summary>
    /// <value>1,000 by default; 1 to 100,000.</value>
    [Range(1, 100_000)]
    public int BatchSize { get; set; } = 1000;
}
