namespace WebhookKit.Chaos.Proxying;

/// <summary>
/// Cuts answers of three kinds by chance, so many of each: to renewed leases, to reads and to recorded outcomes. By chance,
/// because whoever always cut every second one might always cut the same statement of a loop.
/// </summary>
/// <param name="random">What it goes by.</param>
/// <param name="most">How many answers of each kind are cut.</param>
internal sealed class ChanceCuts(Random random, int most) : ICutRule
{
    private const double Chance = 0.4;
    private static readonly string[] KindsOfAnswers = ["COMMIT", "SELECT", "INSERT"];

    private readonly int[] _cut = new int[KindsOfAnswers.Length];
    private volatile bool _isOn;

    /// <summary>Whether it cuts at all.</summary>
    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }

    /// <summary>Transactions of several statements: the leases.</summary>
    public int Commits => Volatile.Read(ref _cut[0]);

    public int Reads => Volatile.Read(ref _cut[1]);

    /// <summary>Statements that append to the log of attempts.</summary>
    public int Records => Volatile.Read(ref _cut[2]);

    /// <summary>Whether it has cut all that it may.</summary>
    public bool IsDone => Commits == most && Reads == most && Records == most;

    public bool ShouldCut(long link, string tag)
    {
        var kind = Array.FindIndex(KindsOfAnswers, name => tag.StartsWith(name, StringComparison.Ordinal));
        if (!_isOn || kind < 0 || _cut[kind] == most || random.NextDouble() >= Chance)
        {
            return false;
        }

        Interlocked.Increment(ref _cut[kind]);
        return true;
    }
}
