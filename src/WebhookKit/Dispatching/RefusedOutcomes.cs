namespace WebhookKit.Dispatching;

/// <summary>
/// Tells a few outcomes that the database refuses from a database that refuses every outcome: that one must not be fed.
/// Not thread-safe.
/// </summary>
internal sealed class RefusedOutcomes(TimeProvider clock)
{
    private const int Many = 8;

    /// <summary>For how long the database is blamed. It may be the outcomes after all, and those must not stop the others for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HashSet<DeliveryId> _refused = [];
    private long? _blamedSince;

    /// <summary>An outcome was recorded: the database is well.</summary>
    public void Forget()
    {
        _refused.Clear();
        _blamedSince = null;
    }

    /// <summary>Notes outcomes that were refused one by one while none was recorded.</summary>
    /// <returns>Whether it is the database that is to blame.</returns>
    public bool BlameDatabase(IEnumerable<PendingOutcome> refused)
    {
        if (_refused.Count < Many)
        {
            _refused.UnionWith(refused.Select(pending => pending.Delivery.Id));
        }

        if (_refused.Count < Many)
        {
            return false;
        }

        _blamedSince ??= clock.GetTimestamp();
        if (clock.GetElapsedTime(_blamedSince.Value) < Patience)
        {
            return true;
        }

        _blamedSince = null;
        return false;
    }
}
