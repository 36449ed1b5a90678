namespace WebhookKit.Sending;

/// <summary>
/// The names whose last look-up was quick. They have threads of their own, so that names whose name servers are silent cannot keep
/// them waiting, however many those are. Not thread-safe; says nothing of addresses.
/// </summary>
internal sealed class QuickHosts
{
    private const int Most = 10_000;
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);

    public bool Contains(string host) => _hosts.Contains(host);

    public void Note(string host, TimeSpan taken)
    {
        if (taken > Quick)
        {
            _hosts.Remove(host);
            return;
        }

        if (_hosts.Count >= Most)
        {
            _hosts.Clear();
        }

        _hosts.Add(host);
    }
}
