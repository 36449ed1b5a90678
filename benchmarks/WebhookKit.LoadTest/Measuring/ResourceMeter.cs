using System.Diagnostics;

namespace WebhookKit.LoadTest.Measuring;

/// <summary>What this process spends between two moments.</summary>
internal sealed class ResourceMeter
{
    private readonly TimeSpan _cpu = Environment.CpuUsage.TotalTime;
    private readonly long _allocated = GC.GetTotalAllocatedBytes();

    /// <summary>The most memory that this process has held so far.</summary>
    public static double PeakMegabytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 / 1e6;
        }
    }

    public double CpuMicroseconds => (Environment.CpuUsage.TotalTime - _cpu).TotalMicroseconds;

    public double AllocatedBytes => GC.GetTotalAllocatedBytes() - _allocated;
}
