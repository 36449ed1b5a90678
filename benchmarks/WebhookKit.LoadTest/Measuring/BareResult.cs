namespace WebhookKit.LoadTest.Measuring;

/// <summary>What the bare loop came to.</summary>
internal sealed record BareResult(double PostsPerSecond, double CpuUsPerPost, double AllocatedBytesPerPost);
