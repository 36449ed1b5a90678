namespace WebhookKit.Pacing;

/// <summary>What a rate may be, of an endpoint or an owner, in requests a second.</summary>
internal static class RateRange
{
    public const double Lowest = 0.001;
    public const double Highest = 100_000;

    /// <summary>How many may start at once.</summary>
    public const int MostAtOnce = 100_000;

    private const double SecondsOfBurst = 0.1;

    /// <summary>Whether it is one; what is no number is none.</summary>
    public static bool Contains(double perSecond) => perSecond is >= Lowest and <= Highest;

    /// <summary>How many may start at once where nobody said it.</summary>
    public static int BurstAt(double perSecond) => Math.Max(1, (int)Math.Ceiling(perSecond * SecondsOfBurst));
}
