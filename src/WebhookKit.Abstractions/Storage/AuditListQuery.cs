namespace WebhookKit.Storage;

/// <summary>Which audit entries to list.</summary>
public sealed class AuditListQuery
{
    /// <summary>Only those of this owner; null for all.</summary>
    public string? Owner { get; init; }

    /// <summary>Only those about this object, for example an endpoint id in its text form; null for all.</summary>
    public string? Target { get; init; }

    /// <summary>Only those that come after this one in the list; null for the first page.</summary>
    public Guid? After { get; init; }

    /// <summary>How many at the most.</summary>
    public required int Limit { get; init; }
}
