using System.Diagnostics;
using System.Globalization;
using WebhookKit.Chaos.Delivering;

namespace WebhookKit.Chaos.Rigs;

/// <summary>The memory that one host has in use, looked at again and again: the objects that are reachable, and the pages that the system gives it.</summary>
internal sealed class MemoryWatch(HostProcess host) : IDisposable
{
    private const double BytesPerMebibyte = 1024 * 1024;
    private static readonly TimeSpan Unit = TimeSpan.FromMinutes(10);
    private readonly HttpClient _client = new();
    private readonly List<(TimeSpan At, double Reachable, double Resident)> _samples = [];
    private readonly Stopwatch _watching = Stopwatch.StartNew();

    /// <summary>In MiB, at the last look.</summary>
    public double Reachable => _samples[^1].Reachable;

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var reachable = await _client.GetStringAsync(new Uri(host.Pages!, HostPages.Memory), cancellationToken);
        using var process = Process.GetProcessById(host.Process.Id);
        _samples.Add((
            _watching.Elapsed, double.Parse(reachable, CultureInfo.InvariantCulture) / BytesPerMebibyte, process.WorkingSet64 / BytesPerMebibyte));
    }

    /// <summary>By how many MiB both grow in ten minutes, after the first quarter: the line that is nearest to what was seen.</summary>
    public (double Reachable, double Resident) Slopes()
    {
        var samples = _samples[(_samples.Count / 4)..];
        return (SlopeOf(sample => sample.Reachable), SlopeOf(sample => sample.Resident));

        double SlopeOf(Func<(TimeSpan At, double Reachable, double Resident), double> valueOf)
        {
            var (at, value) = (samples.Average(sample => sample.At / Unit), samples.Average(valueOf));
            var spread = samples.Sum(sample => Math.Pow((sample.At / Unit) - at, 2));
            return spread > 0 ? samples.Sum(sample => ((sample.At / Unit) - at) * (valueOf(sample) - value)) / spread : 0;
        }
    }

    public void Dispose() => _client.Dispose();
}
