namespace WebhookKit.Receiving;

/// <summary>What is over first comes first.</summary>
internal sealed class EndOrder : IComparer<ProcessedEvent>
{
    public static EndOrder Instance { get; } = new();

    public int Compare(ProcessedEvent? x, ProcessedEvent? y) =>
        (x, y) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            _ => (x.EndsAt, x.Number).CompareTo((y.EndsAt, y.Number)),
        };
}
