namespace WebhookKit.LoadTest.Measuring;

/// <summary>What a number of deliveries took.</summary>
internal sealed record Spending(int Deliveries, double DeliveriesPerSecond, double CpuMicroseconds, double AllocatedBytes, double ReceiverCpuMicroseconds);
