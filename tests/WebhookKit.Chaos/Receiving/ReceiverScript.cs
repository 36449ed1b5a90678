namespace WebhookKit.Chaos.Receiving;

/// <summary>How requests are answered from now on; those that are held are answered by the script that lets them go.</summary>
internal sealed record ReceiverScript
{
    /// <summary>Whether requests wait for the next script that does not hold.</summary>
    public bool Holds { get; init; }

    /// <summary>The endpoints whose requests wait, by their numbers, and are cut when they are let go; the others are answered.</summary>
    public IReadOnlyList<int> HeldEndpoints { get; init; } = [];

    /// <summary>The endpoints whose connections are cut instead of an answer, by their numbers.</summary>
    public IReadOnlyList<int> CutEndpoints { get; init; } = [];

    /// <summary>The status for everybody.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Another status for some instances.</summary>
    public IReadOnlyDictionary<string, int> StatusOf { get; init; } = new Dictionary<string, int>();

    /// <summary>Another status for some endpoints, by their numbers.</summary>
    public IReadOnlyDictionary<int, int> StatusOfEndpoint { get; init; } = new Dictionary<int, int>();

    /// <summary>The status of every second delivery's second request, to everybody else; null for the same as always.</summary>
    public int? StatusOfSecond { get; init; }

    /// <summary>Up to so many milliseconds pass before an answer, by chance.</summary>
    public int MostDelay { get; init; }
}
