namespace WebhookKit.Storage;

/// <summary>Time-limited ownership of a partition.</summary>
/// <param name="Partition">From 0 to 63.</param>
/// <param name="Epoch">The fencing epoch: grows each time the partition changes hands.</param>
public readonly record struct PartitionLease(int Partition, long Epoch);
