namespace WebhookKit.Chaos.Checking;

/// <summary>What the database says of the deliveries' states.</summary>
internal sealed record StateFindings
{
    /// <summary>Deliveries that have not ended.</summary>
    public int Open { get; init; }

    public int Succeeded { get; init; }

    public int Dead { get; init; }

    public int Cancelled { get; init; }

    /// <summary>Attempts that are recorded, those that came too late included.</summary>
    public int Attempts { get; init; }

    /// <summary>Attempts that came too late, and changed nothing.</summary>
    public int Stale { get; init; }

    /// <summary>Deliveries that have ended and went on: ended twice, or queued, or with a gap in their attempts.</summary>
    public int Regressions { get; init; }

    /// <summary>Attempts that counted although they were made under an older lease than the one before them.</summary>
    public int StaleWrites { get; init; }

    /// <summary>Some of what is wrong, by name.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
