using System.Diagnostics;

namespace WebhookKit.LoadTest.Measuring;

/// <summary>Durations in milliseconds, sorted, to read percentiles from.</summary>
internal sealed class Latencies
{
    private readonly double[] _sorted;

    private Latencies(IEnumerable<double> milliseconds) => _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    /// <param name="ticks">Differences of timestamps of the monotonic clock.</param>
    public static Latencies OfTicks(IEnumerable<long> ticks) => new(ticks.Select(one => one * 1000.0 / Stopwatch.Frequency));

    public static Latencies Together(IEnumerable<Latencies> parts) => new(parts.SelectMany(part => part._sorted));

    /// <summary>The smallest value that at least this part of all values does not exceed; null where there is none.</summary>
    public double? At(double part) => _sorted.Length == 0 ? null : _sorted[Math.Clamp((int)Math.Ceiling(part * _sorted.Length) - 1, 0, _sorted.Length - 1)];
}
