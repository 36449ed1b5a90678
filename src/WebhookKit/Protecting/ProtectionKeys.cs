namespace WebhookKit.Protecting;

/// <summary>The keys as they were answered once.</summary>
/// <param name="Current">The one that encrypts.</param>
/// <param name="All">All of them by id.</param>
/// <param name="AskedAt">The clock's timestamp from before the question.</param>
internal sealed record ProtectionKeys(ProtectionKey Current, IReadOnlyDictionary<string, ProtectionKey> All, long AskedAt)
{
    public static ProtectionKeys Of(KeySet keys, long askedAt)
    {
        var all = keys.Ids.ToDictionary(id => id, id => new ProtectionKey(id, keys.KeyOf(id)), StringComparer.Ordinal);
        return new ProtectionKeys(all[keys.CurrentId], all, askedAt);
    }

    public override string ToString() => $"{string.Join(", ", All.Keys)} (redacted)";
}
