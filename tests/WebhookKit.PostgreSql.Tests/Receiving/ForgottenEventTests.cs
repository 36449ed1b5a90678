using Dapper;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Receiving;

namespace WebhookKit.PostgreSql.Tests.Receiving;

internal sealed class ForgottenEventTests
{
    private readonly ProcessedEventStores _stores = new();

    [TearDown]
    public async Task RemoveAsync() => await _stores.RemoveAsync();

    [Test]
    public async Task What_is_forgotten_is_removed_faster_than_what_is_new_comes()
    {
        var clock = new FakeTimeProvider();
        var store = await _stores.OpenAsync(clock);
        var moment = TimeSpan.FromMilliseconds(1);
        await Parallel.ForEachAsync(Enumerable.Range(0, 2500), async (number, token) => await store.BeginAsync(Request($"evt_{number}", moment), token));

        // Each is more than 1 ms old: the table is counted first. Three that come then remove what is forgotten, a thousand at a time.
        var connection = _stores.Database.Connect();
        var before = connection.ExecuteScalar<long>("SELECT COUNT(*) FROM processed_events");
        clock.Advance(TimeSpan.FromMinutes(1));
        for (var number = 0; number < 3; number++)
        {
            await store.BeginAsync(Request($"new_{number}", TimeSpan.FromMinutes(5)));
        }

        Assert.That((before, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM processed_events")), Is.EqualTo((2500, 3)));
    }

    private static ProcessingRequest Request(string id, TimeSpan time) => new() { Receiver = "orders", EventId = id, ClaimFor = time, RememberFor = time };
}
