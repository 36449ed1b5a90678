namespace WebhookKit.Chaos.Checking;

/// <summary>What was sent more than once, and what there was to excuse it.</summary>
internal sealed record RepeatFindings
{
    public int Requests { get; init; }

    /// <summary>Requests beyond those that a delivery needed: one, and one for each attempt that was recorded and counted.</summary>
    public int Duplicates { get; init; }

    /// <summary>
    /// What all faults together may have had repeated: started and, as far as the database knew, not yet done. Where one lasted, all
    /// that was not done when it began.
    /// </summary>
    public int Bound { get; init; }

    /// <summary>Duplicates of deliveries which no fault had under way.</summary>
    public int Unexplained { get; init; }

    /// <summary>Requests of instances to which nothing was done, whose outcome is not in the database.</summary>
    public int Unrecorded { get; init; }

    /// <summary>Faults that had anything under way.</summary>
    public int FaultsAtWork { get; init; }

    /// <summary>The most that one fault had under way: where it lasted, when it was over.</summary>
    public int MostUnderWay { get; init; }

    /// <summary>The most that one fault had under way for one endpoint.</summary>
    public int MostUnderWayForEndpoint { get; init; }

    /// <summary>How often each delivery was requested: how many deliveries by number of requests.</summary>
    public IReadOnlyDictionary<int, int> Times { get; init; } = new Dictionary<int, int>();

    /// <summary>Some of what is wrong, by name.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
