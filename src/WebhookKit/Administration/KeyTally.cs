namespace WebhookKit.Administration;

/// <summary>Counts endpoints and values by the keys that they are under.</summary>
internal sealed class KeyTally
{
    private readonly Dictionary<SecretKeyUse, (int Endpoints, int Values)> _counts = [];

    /// <summary>How many endpoints have something that is not under the current key.</summary>
    public int Left { get; private set; }

    public IReadOnlyList<SecretKeyCount> Keys =>
    [
        .. _counts.OrderBy(count => count.Key.KeyId, StringComparer.Ordinal).ThenBy(count => count.Key.IsCurrent).Select(count => new SecretKeyCount
        {
            KeyId = count.Key.KeyId,
            IsCurrent = count.Key.IsCurrent,
            Endpoints = count.Value.Endpoints,
            Values = count.Value.Values,
        }),
    ];

    /// <summary>Adds an endpoint by the keys of its values.</summary>
    public void Add(IReadOnlyCollection<SecretKeyUse> uses)
    {
        foreach (var (use, values) in uses.CountBy(use => use))
        {
            var (endpoints, before) = _counts.GetValueOrDefault(use);
            _counts[use] = (endpoints + 1, before + values);
        }

        Left += uses.All(use => use.IsCurrent) ? 0 : 1;
    }
}
