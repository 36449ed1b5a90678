using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Tests;

/// <summary>SQLite has no asynchronous calls; a search through many rows is stopped all the same.</summary>
internal sealed class StoppedSearchTests
{
    private const int Rows = 100_000;
    private const int Tries = 50;

    private readonly StoreFile _file = new();

    [TearDown]
    public async Task RemoveFileAsync() => await _file.RemoveAsync();

    [Test]
    public async Task Whoever_gives_up_stops_the_search_and_the_next_one_goes_on()
    {
        var store = await _file.OpenReadyAsync();
        Fill();
        var everything = new DeliveryListQuery { Owner = "somebody", Status = DeliveryStatus.Failed, Limit = 1 };
        var stopped = 0;

        // It takes far longer than a millisecond. Threads of their own, because a timer of the pool comes late where others keep the pool busy.
        for (var i = 0; i < Tries && stopped == 0; i++)
        {
            using var giveUp = new CancellationTokenSource();
            var searching = Task.Factory.StartNew(
                () => store.History.ListDeliveriesAsync(everything, giveUp.Token).AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            Thread.Sleep(1);
            await giveUp.CancelAsync();
            await searching.ContinueWith(search => stopped += search.IsCanceled ? 1 : 0, TaskScheduler.Default);
        }

        Assert.That(stopped, Is.EqualTo(1));
        Assert.That((await store.History.ListDeliveriesAsync(everything)).Items, Is.Empty);
        Assert.That(await store.PendingAsync(), Is.EqualTo(Rows));
    }

    private void Fill()
    {
        using var connection = _file.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            CREATE TEMPORARY TABLE numbers AS
            WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {Rows}) SELECT n, unhex(printf('%032x', n)) AS key FROM n;
            INSERT INTO webhook_events (id, type, owner, created_at, content_type, payload) SELECT key, 'a', 'somebody', n, 'text/plain', x'00' FROM numbers;
            INSERT INTO webhook_queue (key, endpoint_id, due_at, attempts) SELECT key, 7, n, 0 FROM numbers;
            """;
        command.ExecuteNonQuery();
    }
}
