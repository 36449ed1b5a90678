using System.Runtime.InteropServices;

namespace WebhookKit.Chaos.Suites;

/// <summary>What the run had to work with, in general words.</summary>
internal static class Machine
{
    private const double BytesPerGibibyte = 1024 * 1024 * 1024;

    public static int Cores => Environment.ProcessorCount;

    public static double MemoryGibibytes => Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BytesPerGibibyte);

    public static string Runtime => RuntimeInformation.FrameworkDescription;
}
