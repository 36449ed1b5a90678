using WebhookKit.Pacing;

namespace WebhookKit.Dispatching;

/// <summary>The lanes of one owner that have work, and how many requests of theirs are under way. Guarded by the line it stands in.</summary>
internal sealed class OwnerLanes(string owner, OwnerPace? pace)
{
    public string Owner => owner;

    /// <summary>The owner's rate limit; null for none.</summary>
    public OwnerPace? Pace => pace;

    /// <summary>Whether it waits for the time of its next token.</summary>
    public bool IsAside { get; set; }

    public Queue<Lane> Waiting { get; } = new();

    public int UnderWay { get; set; }

    /// <summary>How many of those that wait senders have been told of: all that its limits let start.</summary>
    public int Turns { get; set; }

    public bool IsIdle => Waiting.Count == 0 && UnderWay == 0;
}
