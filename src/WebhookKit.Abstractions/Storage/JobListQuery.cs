namespace WebhookKit.Storage;

/// <summary>Which jobs to list. Filters that are null do not filter.</summary>
public sealed class JobListQuery
{
    /// <summary>Only those of this owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Only those that have (true) or have not (false) ended.</summary>
    public bool? HasEnded { get; init; }

    /// <summary>Only those that come after this one in the list; null for the first page.</summary>
    public Guid? After { get; init; }

    /// <summary>How many at the most.</summary>
    public required int Limit { get; init; }
}
