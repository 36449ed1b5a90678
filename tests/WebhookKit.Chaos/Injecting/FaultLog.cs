using System.Diagnostics;

namespace WebhookKit.Chaos.Injecting;

/// <summary>What was injected, counted by name, and what of it lets deliveries be repeated.</summary>
internal sealed class FaultLog
{
    private readonly List<Fault> _faults = [];
    private readonly SortedDictionary<string, int> _injected = [];

    public IReadOnlyList<Fault> Faults => _faults;

    public IReadOnlyDictionary<string, int> Injected => _injected;

    /// <summary>When something was injected last, by the machine's monotonic clock.</summary>
    public long LastAt { get; private set; } = Stopwatch.GetTimestamp();

    public void Count(string name, int times = 1)
    {
        _injected[name] = _injected.GetValueOrDefault(name) + times;
        LastAt = Stopwatch.GetTimestamp();
    }

    public void Add(Fault fault) => _faults.Add(fault);
}
