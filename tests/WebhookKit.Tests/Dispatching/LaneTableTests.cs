using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Dispatching;
using WebhookKit.Leasing;
using WebhookKit.Storage;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Dispatching;

internal sealed class LaneTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task A_lane_that_is_forgotten_leaves_no_time_behind()
    {
        await using var host = EngineHost.Build(builder => builder.UseInMemoryStore());
        var owned = host.Services.GetRequiredService<OwnedPartitions>();
        var endpoint = new EndpointId(7);
        owned.Apply([new PartitionLease(endpoint.Partition, 1)], EndpointId.PartitionCount, long.MaxValue);
        var table = new LaneTable(owned, new DispatchOptions(), host.Services.GetRequiredService<StoreClock>(), TimeProvider.System);
        var lane = table.Find(endpoint, create: true)!;
        lane.NoteDue(Now.AddSeconds(1));
        table.Place(lane, Now);
        var before = table.NextTimer;

        lane.ToRequest(1, Now);
        table.Place(lane, Now);

        Assert.Multiple(() =>
        {
            Assert.That(before, Is.EqualTo(Now.AddSeconds(1)));
            Assert.That(table.Find(endpoint, create: false), Is.Null);
            Assert.That(table.NextTimer, Is.Null);
        });
    }
}
