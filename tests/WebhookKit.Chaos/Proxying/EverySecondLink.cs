namespace WebhookKit.Chaos.Proxying;

/// <summary>
/// Cuts the first answer on one connection and leaves the next connection alone, and so on: whoever opens a connection for
/// each try, one after the other, loses every first answer and gets every second one.
/// </summary>
internal sealed class EverySecondLink : ICutRule
{
    private long? _first;

    /// <summary>Whether it cuts at all.</summary>
    public bool IsOn { get; set; }

    public bool ShouldCut(long link, string tag)
    {
        if (!IsOn)
        {
            return false;
        }

        _first ??= link;
        return (link - _first) % 2 == 0;
    }
}
