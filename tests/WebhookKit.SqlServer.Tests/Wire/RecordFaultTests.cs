using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests.Wire;

/// <summary>Recording: an outcome counts once, whatever happens to its statement, and the same outcome may come again.</summary>
internal sealed class RecordFaultTests : WireFixture
{
    [TestCaseSource(typeof(WireFault), nameof(WireFault.OfStatements))]
    public async Task Outcomes_of_all_kinds_are_recorded_once(WireFault fault)
    {
        var endpoint = await AddEndpointAsync();
        var (good, bad, worst) = (await QueueAsync(endpoint), await QueueAsync(endpoint), await QueueAsync(endpoint));
        var batch = new OutcomeBatch { Outcomes = [Data.Success(good), Data.Retry(bad), Data.GiveUp(worst)] };
        DeliveryStatus[] ended = [DeliveryStatus.Succeeded, DeliveryStatus.Failed, DeliveryStatus.Dead];
        var planned = Port.Faults.Add(IsRecord, fault.Action);

        var succeeded = await TryAsync(() => Faulted.Deliveries.RecordAsync(batch));
        var afterFault = await StatusesAsync(good, bad, worst);
        var again = await Faulted.Deliveries.RecordAsync(batch);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(planned.Strikes, Is.EqualTo(1));
            Assert.That(afterFault, Is.EqualTo(succeeded || fault.TookEffect ? ended : [DeliveryStatus.Pending, DeliveryStatus.Pending, DeliveryStatus.Pending]));
            Assert.That(again.Applied, Is.All.True);
            Assert.That(await StatusesAsync(good, bad, worst), Is.EqualTo(ended));
            Assert.That(await AttemptsAsync(good, bad, worst), Is.EqualTo(new[] { 1, 1, 1 }));
        }
    }

    [TestCaseSource(typeof(WireFault), nameof(WireFault.OfStatements))]
    public async Task Successes_are_recorded_once(WireFault fault)
    {
        var endpoint = await AddEndpointAsync();
        var (first, second) = (await QueueAsync(endpoint), await QueueAsync(endpoint));
        var batch = new OutcomeBatch { Outcomes = [Data.Success(first), Data.Success(second)] };
        Port.Faults.Add(IsRecord, fault.Action);

        await TryAsync(() => Faulted.Deliveries.RecordAsync(batch));
        var again = await Faulted.Deliveries.RecordAsync(batch);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Applied, Is.All.True);
            Assert.That(await StatusesAsync(first, second), Is.All.EqualTo(DeliveryStatus.Succeeded));
            Assert.That(await AttemptsAsync(first, second), Is.EqualTo(new[] { 1, 1 }));
            Assert.That(await DueAsync(endpoint), Is.Empty);
        }
    }

    [TestCaseSource(typeof(WireFault), nameof(WireFault.OfStatements))]
    public async Task Leases_are_held_by_one(WireFault fault)
    {
        var renewal = new LeaseRenewal { InstanceId = "here", Duration = TimeSpan.FromMinutes(5) };
        Port.Faults.Add(request => request.HasStatements && request.Text.Contains("lease_turns", StringComparison.Ordinal), fault.Action);

        await TryAsync(() => Faulted.Leases.RenewAsync(renewal));
        var mine = await Faulted.Leases.RenewAsync(renewal);
        var others = await Store.Leases.RenewAsync(new LeaseRenewal { InstanceId = "there", Duration = TimeSpan.FromMinutes(5) });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(mine.Leases, Has.Count.EqualTo(EndpointId.PartitionCount));
            Assert.That(mine.Leases.Select(lease => lease.Epoch), Is.All.EqualTo(1));
            Assert.That(others.Leases, Is.Empty);
        }
    }

    private static bool IsRecord(SqlRequest request) =>
        request.HasStatements && request.Text.Contains("DELETE queued", StringComparison.Ordinal) && request.Text.Contains(".attempts", StringComparison.Ordinal);

    private async Task<DeliveryStatus[]> StatusesAsync(params DeliveryId[] deliveries) =>
        [.. await ForEachAsync(deliveries, details => details.Delivery.Status)];

    private async Task<int[]> AttemptsAsync(params DeliveryId[] deliveries) =>
        [.. await ForEachAsync(deliveries, details => details.Attempts.Count)];

    private async Task<List<T>> ForEachAsync<T>(DeliveryId[] deliveries, Func<DeliveryDetails, T> pick)
    {
        var picked = new List<T>();
        foreach (var delivery in deliveries)
        {
            picked.Add(pick(await DetailsAsync(delivery)));
        }

        return picked;
    }
}
