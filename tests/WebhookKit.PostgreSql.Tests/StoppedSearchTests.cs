using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>Whoever gives up a search does not leave it to the server.</summary>
internal sealed class StoppedSearchTests : StoreTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Whoever_gives_up_stops_the_statement_on_the_server_too()
    {
        var store = await Database.OpenReadyAsync();
        await using var holder = await TestServer.DataSource.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync(holder, $"LOCK TABLE {Database.Schema}.events IN ACCESS EXCLUSIVE MODE");
        using var giveUp = new CancellationTokenSource();

        var searching = store.History.ListDeliveriesAsync(new DeliveryListQuery { Limit = 1 }, giveUp.Token).AsTask();
        await WaitForWaitingAsync(1);
        await giveUp.CancelAsync();

        Assert.That(async () => await searching.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());
        await WaitForWaitingAsync(0);
    }

    /// <summary>The lock is held all the time, so that a statement stops waiting only because it ends.</summary>
    private async Task WaitForWaitingAsync(int statements)
    {
        await using var connection = await TestServer.DataSource.OpenConnectionAsync();
        string? waiting = null;
        for (var deadline = DateTime.UtcNow + Patience; waiting != $"{statements}" && DateTime.UtcNow < deadline; await Task.Delay(10))
        {
            waiting = (await ReadAsync(
                connection,
                $"SELECT COUNT(*)::text FROM pg_locks WHERE NOT granted AND relation = '{Database.Schema}.events'::regclass")).Single();
        }

        Assert.That(waiting, Is.EqualTo($"{statements}"));
    }
}
