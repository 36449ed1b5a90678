using Microsoft.Data.Sqlite;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Tests;

/// <summary>Writes of the store's own: many at once, beside others, and when something is in the way.</summary>
internal sealed class WritingTests
{
    private readonly StoreFile _file = new();

    [TearDown]
    public async Task RemoveFileAsync() => await _file.RemoveAsync();

    [Test]
    public async Task Eight_publishers_at_once_lose_nothing()
    {
        var store = await _file.OpenReadyAsync();
        await store.Endpoints.CreateAsync(Sample.Endpoint());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await store.Outbox.AppendAsync(Sample.Append(Sample.Event()));
            }
        })));

        Assert.That(await store.PendingAsync(), Is.EqualTo(400));
    }

    [Test]
    public async Task A_write_that_fails_does_not_take_the_others_along()
    {
        var store = await _file.OpenReadyAsync();
        await store.Endpoints.CreateAsync(Sample.Endpoint());

        // Whatever the writer groups together, the second creation of the same endpoint fails among appends that must not.
        var writes = Enumerable.Range(0, 100)
            .Select(i => Task.Run(async () =>
            {
                if (i % 10 == 5)
                {
                    await store.Endpoints.CreateAsync(Sample.Endpoint());
                }
                else
                {
                    await store.Outbox.AppendAsync(Sample.Append(Sample.Event()));
                }
            }))
            .ToArray();
        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(writes.Count(write => write.IsFaulted), Is.EqualTo(10));
            Assert.That(
                writes.Where(write => write.IsFaulted).Select(write => write.Exception!.InnerException),
                Is.All.InstanceOf<WebhookStoreException>());
            Assert.That(await store.PendingAsync(), Is.EqualTo(90));
        }
    }

    [Test]
    public async Task A_lock_that_somebody_keeps_is_explained()
    {
        var store = await _file.OpenReadyAsync(options => options.BusyTimeout = TimeSpan.FromSeconds(1));
        using var connection = _file.Connect();
        using var forgotten = connection.BeginTransaction();

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(
            async () => await store.Outbox.AppendAsync(Sample.Append(Sample.Event())));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.IsTransient, Is.True);
            Assert.That(failure.Message, Does.Contain("PublishOptions.Transaction"));
        }
    }

    [Test]
    public async Task A_write_waits_for_somebody_elses_transaction()
    {
        var store = await _file.OpenReadyAsync();
        using var connection = _file.Connect();
        var published = Sample.Event();
        Task append;

        using (var transaction = connection.BeginTransaction())
        {
            append = store.Outbox.AppendAsync(Sample.Append(published)).AsTask();
            Assert.That(append.IsCompleted, Is.False);
            await transaction.CommitAsync();
        }

        await append;
        Assert.That(await store.HasAsync(published.Id), Is.True);
    }

    [Test]
    public async Task Writing_goes_on_after_a_failure()
    {
        var store = await _file.OpenReadyAsync(options => options.BusyTimeout = TimeSpan.FromSeconds(1));
        using var connection = _file.Connect();
        using (connection.BeginTransaction())
        {
            await Assert.ThrowsAsync<WebhookStoreException>(async () => await store.Outbox.AppendAsync(Sample.Append(Sample.Event())));
        }

        var published = Sample.Event();
        await store.Outbox.AppendAsync(Sample.Append(published));

        Assert.That(await store.HasAsync(published.Id), Is.True);
    }

    [Test]
    public async Task Two_stores_on_one_file_see_each_others_writes()
    {
        var one = await _file.OpenReadyAsync();
        var other = await _file.OpenReadyAsync();
        await one.Endpoints.CreateAsync(Sample.Endpoint());

        await Task.WhenAll(new[] { one, other }.Select(store => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await store.Outbox.AppendAsync(Sample.Append(Sample.Event()));
            }
        })));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await one.PendingAsync(), Is.EqualTo(100));
            Assert.That(await other.PendingAsync(), Is.EqualTo(100));
        }
    }

    [Test]
    public async Task A_write_that_waits_when_the_host_stops_is_finished()
    {
        var store = await _file.OpenReadyAsync();
        var published = Enumerable.Range(0, 20).Select(_ => Sample.Event()).ToArray();

        var writes = published.Select(one => store.Outbox.AppendAsync(Sample.Append(one)).AsTask()).ToArray();
        await _file.CloseAsync();
        await Task.WhenAll(writes);

        var reopened = await _file.OpenReadyAsync();
        foreach (var one in published)
        {
            Assert.That(await reopened.HasAsync(one.Id), Is.True);
        }
    }

    [Test]
    public async Task A_store_whose_host_has_stopped_says_so()
    {
        var store = await _file.OpenReadyAsync();
        await _file.CloseAsync();

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(
            async () => await store.Outbox.AppendAsync(Sample.Append(Sample.Event())));

        Assert.That(failure!.Message, Does.Contain("stopped"));
    }

    [Test]
    public async Task A_caller_that_gives_up_while_the_file_is_locked_stops_waiting()
    {
        var store = await _file.OpenReadyAsync();
        using var connection = _file.Connect();
        using var transaction = connection.BeginTransaction();
        using var giveUp = new CancellationTokenSource();

        var append = store.Outbox.AppendAsync(Sample.Append(Sample.Event()), giveUp.Token).AsTask();
        await giveUp.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(async () => await append);
    }

    [Test]
    public async Task Opening_the_file_again_finds_everything()
    {
        var store = await _file.OpenReadyAsync();
        await store.Endpoints.CreateAsync(Sample.Endpoint());
        var published = Sample.Event();
        await store.Outbox.AppendAsync(Sample.Append(published));
        await _file.CloseAsync();

        var reopened = await _file.OpenReadyAsync();

        var lanes = await reopened.Deliveries.ReadLanesAsync(
            new LaneRead { Lanes = [new LaneRequest { Endpoint = new EndpointId(7), Room = 10 }], Now = Sample.Now });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lanes.Lanes.Single().Due.Single().Id, Is.EqualTo(DeliveryId.First(published.Id, new EndpointId(7))));
            Assert.That(lanes.Events[published.Id].Payload.ToArray(), Is.EqualTo("{}"u8.ToArray()));
        }
    }

    [Test]
    public async Task The_file_is_free_once_the_host_has_stopped()
    {
        var store = await _file.OpenReadyAsync();
        await store.PendingAsync();

        await _file.CloseAsync();

        // The last connection to close takes the write-ahead log with it.
        SqliteConnection.ClearAllPools();
        Assert.That(File.Exists(_file.Path + "-wal"), Is.False);
    }
}
