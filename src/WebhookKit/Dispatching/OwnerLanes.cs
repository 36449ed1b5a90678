namespace WebhookKit.Dispatching;

/// <summary>The lanes of one owner that have work, and how many requests of theirs are under way. Guarded by the line it stands in.</summary>
internal sealed class OwnerLanes(string owner)
{
    public string Owner => owner;

    public Queue<Lane> Waiting { get; } = new();

    public int UnderWay { get; set; }

    /// <summary>How many of those that wait senders have been told of: all that its limit lets start.</summary>
    public int Turns { get; set; }

    public bool IsIdle => Waiting.Count == 0 && UnderWay == 0;
}
