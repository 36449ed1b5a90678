using Dapper;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Receiving;
using WebhookKit.SqlServer.Tests.Servers;

namespace WebhookKit.SqlServer.Tests.Receiving;

[TestFixtureSource(typeof(TestedServers), nameof(TestedServers.All))]
internal sealed class ForgottenEventTests(ITestedServer server)
{
    private readonly ProcessedEventStores _stores = new(server);

    [TearDown]
    public async Task RemoveAsync() => await _stores.RemoveAsync();

    [Test]
    public async Task What_is_forgotten_is_removed_when_others_come()
    {
        var clock = new FakeTimeProvider();
        var store = await _stores.CreateAsync(clock);
        for (var number = 0; number < 5; number++)
        {
            await store.BeginAsync(Request($"evt_{number}", TimeSpan.FromMilliseconds(1)));
        }

        // The server counts whole seconds of remembering.
        var connection = await _stores.Database.ConnectAsync();
        var count = $"SELECT COUNT(*) FROM [{_stores.Database.Schema}].processed_events";
        var before = await connection.ExecuteScalarAsync<int>(count);
        for (var deadline = DateTime.UtcNow.AddSeconds(30); await connection.ExecuteScalarAsync<int>(count) > 1 && DateTime.UtcNow < deadline; await Task.Delay(50))
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await store.BeginAsync(Request("new", TimeSpan.FromMinutes(5)));
        }

        Assert.That((before, await connection.ExecuteScalarAsync<int>(count)), Is.EqualTo((5, 1)));
    }

    private static ProcessingRequest Request(string id, TimeSpan time) => new() { Receiver = "orders", EventId = id, ClaimFor = time, RememberFor = time };
}
