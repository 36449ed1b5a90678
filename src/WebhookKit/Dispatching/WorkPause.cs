namespace WebhookKit.Dispatching;

/// <summary>
/// How long to leave the database alone after asking it for something that is asked for over and over. Where an answer takes long,
/// because what was deleted cannot be swept up or because the database is busy, asking at the usual rate would make it worse.
/// </summary>
internal static class WorkPause
{
    /// <summary>At most one part of so many of the time is spent on asking.</summary>
    private const int Parts = 5;

    /// <summary>It may have been waiting and not work, of which there is no more now.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <param name="usual">The pause after an answer that came quickly.</param>
    /// <param name="took">How long the answer took.</param>
    public static TimeSpan After(TimeSpan usual, TimeSpan took)
    {
        var earned = took < Longest / Parts ? took * Parts : Longest;
        return earned > usual ? earned : usual;
    }
}
