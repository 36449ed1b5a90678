namespace WebhookKit;

/// <summary>Who changed what, and when. Never holds a secret.</summary>
public sealed class AuditEntry
{
    /// <summary>The entry's id: a version 7 UUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: a user, or <c>webhookkit</c> itself.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, for example <c>endpoint.disabled</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to: an id in its text form.</summary>
    public required string Target { get; init; }

    /// <summary>The tenant of what it was done to.</summary>
    public required string Owner { get; init; }

    /// <summary>Why, where somebody said so.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Which fields of an endpoint changed, and how: all that it has where it was created or deleted, its status where that was
    /// switched. What was there before a deletion or a switch is what was read just before it.
    /// </summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<AuditChange> Changes { get; init; } = [];

    /// <summary>Where it came from; null where nobody said so.</summary>
    public AuditSource? Source { get; init; }
}
