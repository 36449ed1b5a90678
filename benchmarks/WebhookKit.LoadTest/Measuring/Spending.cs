using WebhookKit.LoadTest.Databases;

namespace WebhookKit.LoadTest.Measuring;

/// <summary>What was spent between two moments.</summary>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Cpu">CPU time of all processes that publish or deliver.</param>
/// <param name="ReceiverCpu">CPU time of the receiver.</param>
/// <param name="AllocatedBytes">What this process has allocated.</param>
/// <param name="PeakMemoryMb">The most memory that a process that delivers held, as far as looking every now and then shows.</param>
/// <param name="Database">What the database has spent, and how it has grown.</param>
internal sealed record Spending(
    TimeSpan Elapsed, TimeSpan Cpu, TimeSpan ReceiverCpu, long AllocatedBytes, double PeakMemoryMb, DatabaseReading Database);
