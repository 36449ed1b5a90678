namespace WebhookKit.Storage;

/// <summary>Deliveries to be made again, in one transaction.</summary>
public sealed class ReplayRequest
{
    /// <summary>The deliveries.</summary>
    public required IReadOnlyList<ReplayItem> Items { get; init; }

    /// <summary>Only those of this owner; null for any.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether only dead letters and cancelled deliveries that have not been replayed yet are made again, however many ask for it at once.</summary>
    /// <value>False by default: each request makes a new delivery.</value>
    public bool OnlyUnreplayed { get; init; }

    /// <summary>When the new ones were asked for and are due, by the clock of who asks, in UTC.</summary>
    /// <remarks>Where that is later than the store's clock shows, they are due at what it shows.</remarks>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>What to write to the audit log, where at least one was created.</summary>
    public required AuditEntry Audit { get; init; }
}
