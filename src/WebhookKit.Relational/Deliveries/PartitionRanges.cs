namespace WebhookKit.Relational.Deliveries;

/// <summary>Partitions as ranges of endpoint ids.</summary>
internal static class PartitionRanges
{
    /// <summary>Neighbouring partitions are one range. The ranges are in order, and both of their ends belong to them.</summary>
    public static List<(long First, long Last)> Of(IReadOnlyList<int> partitions)
    {
        var ranges = new List<(long First, long Last)>();
        var previous = int.MinValue;
        foreach (var partition in partitions.Distinct().Order())
        {
            if (partition - 1 == previous)
            {
                ranges[^1] = (ranges[^1].First, EndpointId.LastOf(partition).Value);
            }
            else
            {
                ranges.Add((EndpointId.FirstOf(partition).Value, EndpointId.LastOf(partition).Value));
            }

            previous = partition;
        }

        return ranges;
    }
}
