using WebhookKit.Storage;

namespace WebhookKit.Chaos.Failing;

/// <summary>Says how many deliveries have been read.</summary>
internal sealed class CountedReads(IDeliveryStore inner) : DecoratedDeliveryStore(inner)
{
    public const string Said = "read ";
    private int _read;

    public override async ValueTask<LaneReadResult> ReadLanesAsync(LaneRead read, CancellationToken cancellationToken = default)
    {
        var result = await base.ReadLanesAsync(read, cancellationToken);
        if (result.Lanes.Sum(lane => lane.Due.Count) is var due && due > 0)
        {
            Console.WriteLine($"{Said}{Interlocked.Add(ref _read, due)}");
        }

        return result;
    }
}
