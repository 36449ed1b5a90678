using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WebhookKit.Testing;
using WebhookKit.TestServers.Hosts;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>What one process publishes wakes another over one database, where polling is too seldom to be the reason.</summary>
internal sealed class NotificationTests : StoreTests
{
    private const string Seldom = "00:01:00";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task What_a_process_publishes_that_does_not_deliver_is_sent_by_another_before_it_polls([Values] bool inHostTransaction)
    {
        const int Events = 10;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var deliverer = await StartAsync(delivers: true);
        await using var publisher = await StartAsync(delivers: false);
        await WarmUpAsync(deliverer, publisher, receiver);

        for (var number = 1; number <= Events; number++)
        {
            await PublishAsync(publisher, inHostTransaction);
            await receiver.WaitForAsync(1 + number, Patience);
        }

        Assert.That(receiver.Requests, Has.Count.EqualTo(1 + Events));
    }

    [Test]
    public async Task A_flood_of_events_makes_few_notifications()
    {
        const int Publishers = 8;
        const int EventsEach = 250;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var deliverer = await StartAsync(delivers: true);
        await using var publisher = await StartAsync(delivers: false);
        await WarmUpAsync(deliverer, publisher, receiver);
        await using var eavesdropper = await StartEavesdroppingAsync();
        var watch = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(async _ =>
        {
            for (var number = 0; number < EventsEach; number++)
            {
                await publisher.Publisher.PublishAsync("order.created", new { number });
            }
        }));
        await receiver.WaitForAsync(1 + (Publishers * EventsEach), Patience * 3);

        var heard = eavesdropper.Heard;
        Assert.That(heard, Is.InRange(1, (watch.ElapsedMilliseconds / 50) + 5));
    }

    [Test]
    public async Task An_instance_that_delivers_everything_notifies_nobody()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(delivers: true);
        await WarmUpAsync(host, host, receiver);
        await using var eavesdropper = await StartEavesdroppingAsync();

        await PublishAsync(host, inHostTransaction: true);
        await PublishAsync(host, inHostTransaction: false);
        await receiver.WaitForAsync(3, Patience);

        Assert.That(await eavesdropper.CountUntilNowAsync(), Is.Zero);
    }

    [Test]
    public async Task Switched_off_nothing_is_notified_and_polling_delivers()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var deliverer = await StartAsync(delivers: true, notifies: false, poll: "00:00:00.2");
        await using var publisher = await StartAsync(delivers: false, notifies: false);
        await WarmUpAsync(deliverer, publisher, receiver);
        await using var eavesdropper = await StartEavesdroppingAsync();

        await PublishAsync(publisher, inHostTransaction: true);
        await PublishAsync(publisher, inHostTransaction: false);
        await receiver.WaitForAsync(3, Patience);

        Assert.That(await eavesdropper.CountUntilNowAsync(), Is.Zero);
        Assert.That(await ListenersAsync(), Is.EqualTo(new[] { eavesdropper.ProcessId }));
    }

    [Test]
    public async Task A_listening_connection_that_is_cut_is_opened_again_and_what_was_missed_is_found()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var deliverer = await StartAsync(delivers: true);
        await using var publisher = await StartAsync(delivers: false);
        await WarmUpAsync(deliverer, publisher, receiver);
        var before = await WaitForListenersAsync(listeners => listeners.Length == 1);

        await StoreDatabase.ExecuteAsync($"SELECT pg_terminate_backend({before[0]})");
        await PublishAsync(publisher, inHostTransaction: false);

        await receiver.WaitForAsync(2, Patience);
        await WaitForListenersAsync(listeners => listeners.Length == 1 && listeners[0] != before[0]);
        await PublishAsync(publisher, inHostTransaction: false);
        await receiver.WaitForAsync(3, Patience);
        Assert.That(deliverer.Log.Split("listening for their notifications failed"), Has.Length.EqualTo(2), "Said once.");
        Assert.That(deliverer.Log, Does.Contain("are heard again").And.Not.Contain("Error:"));
    }

    [Test]
    public async Task A_host_that_stops_listens_no_more([Values("", ";No Reset On Close=true")] string settings)
    {
        await using var shared = NpgsqlDataSource.Create(TestServer.ConnectionString + settings);
        await using (await StoreHost.StartAsync(
            webhooks => webhooks.UsePostgreSql(options => (options.DataSource, options.Schema) = (shared, Database.Schema))))
        {
            await WaitForListenersAsync(listeners => listeners.Length == 1);
        }

        await WaitForListenersAsync(listeners => listeners.Length == 0);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1200)]
    public async Task As_many_endpoints_are_told_as_there_are(int count)
    {
        var notifications = Database.Open().Notifications!;
        EndpointId[] endpoints = [.. Enumerable.Range(0, count).Select(number => new EndpointId(long.MaxValue - number))];
        var heard = new List<IReadOnlyCollection<EndpointId>>();
        using var stopping = new CancellationTokenSource(Patience);

        var listening = notifications.ListenAsync(
            ids =>
            {
                heard.Add(ids);
                if (heard.Count > 1 && heard.Sum(some => some.Count) == count)
                {
                    stopping.Cancel();
                }
            },
            stopping.Token);
        await WaitForListenersAsync(listeners => listeners.Length == 1);
        await notifications.NotifyAsync(endpoints, CancellationToken.None);
        await Assert.ThrowsAsync<OperationCanceledException>(() => listening);

        Assert.That(heard[0], Is.Empty, "Listening has begun.");
        Assert.That(heard.Skip(1).SelectMany(ids => ids), Is.EquivalentTo(endpoints));
        Assert.That(heard, Has.Count.EqualTo(2 + (count / 500)));
    }

    [TestCase(";Multiplexing=true")]
    [TestCase(";Maximum Pool Size=1")]
    public async Task Where_no_connection_can_be_kept_for_listening_there_are_no_notifications(string settings)
    {
        await using var hosts = NpgsqlDataSource.Create(TestServer.ConnectionString + settings);

        var store = Database.Open(options => options.DataSource = hosts);

        Assert.That(store.Notifications, Is.Null);
    }

    private Task<StoreHost> StartAsync(bool delivers, bool notifies = true, string poll = Seldom) => StoreHost.StartAsync(
        webhooks => webhooks.UsePostgreSql(
            options => (options.ConnectionString, options.Schema, options.UseNotifications) = (TestServer.ConnectionString, Database.Schema, notifies)),
        ("Hosting:Deliver", $"{delivers}"), ("Dispatching:PollInterval", poll));

    /// <summary>Until the leases are taken, and a connection to the receiver is open.</summary>
    private static async Task WarmUpAsync(StoreHost deliverer, StoreHost publisher, WebhookReceiver receiver)
    {
        await deliverer.SubscribeAsync(receiver.At("/hook").Url);
        await publisher.Publisher.PublishAsync("warm.up", new { });
        await receiver.WaitForAsync(1, Patience);
    }

    private static async Task PublishAsync(StoreHost host, bool inHostTransaction)
    {
        if (!inHostTransaction)
        {
            await host.Publisher.PublishAsync("order.created", new { });
            return;
        }

        await using var connection = await TestServer.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await host.Publisher.PublishAsync("order.created", new { }, new PublishOptions { Transaction = transaction });
        await transaction.CommitAsync();
    }

    private async Task<Eavesdropper> StartEavesdroppingAsync() => await Eavesdropper.StartAsync($"webhookkit_{Database.Schema}");

    private async Task<int[]> ListenersAsync()
    {
        await using var command = TestServer.DataSource.CreateCommand(
            "SELECT coalesce(array_agg(pid), '{}') FROM pg_stat_activity WHERE query = $1");
        command.Parameters.AddWithValue($"LISTEN \"webhookkit_{Database.Schema}\"");
        return (int[])(await command.ExecuteScalarAsync())!;
    }

    private async Task<int[]> WaitForListenersAsync(Func<int[], bool> condition)
    {
        var watch = Stopwatch.StartNew();
        var last = await ListenersAsync();
        while (!condition(last))
        {
            Assert.That(watch.Elapsed, Is.LessThan(Patience), () => $"Listening: {string.Join(", ", last)}");
            await Task.Delay(20);
            last = await ListenersAsync();
        }

        return last;
    }

    /// <summary>A connection that hears all that is said on a channel.</summary>
    private sealed class Eavesdropper : IAsyncDisposable
    {
        private const string Mark = "until now";

        private readonly CancellationTokenSource _stopping = new(Patience * 4);
        private readonly TaskCompletionSource _marked = new();
        private readonly NpgsqlConnection _connection = new(TestServer.ConnectionString + ";Pooling=false");
        private readonly string _channel;
        private Task _listening = Task.CompletedTask;
        private int _heard;

        private Eavesdropper(string channel) => _channel = channel;

        public int Heard => Volatile.Read(ref _heard);

        public int ProcessId => _connection.ProcessID;

        public static async Task<Eavesdropper> StartAsync(string channel)
        {
            var eavesdropper = new Eavesdropper(channel);
            await eavesdropper.BeginAsync();
            return eavesdropper;
        }

        /// <summary>Says something itself, and counts what was heard before that.</summary>
        public async Task<int> CountUntilNowAsync()
        {
            await StoreDatabase.ExecuteAsync($"NOTIFY \"{_channel}\", '{Mark}'");
            await _marked.Task.WaitAsync(Patience);
            return Heard;
        }

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(() => _listening);
            await _connection.DisposeAsync();
            _stopping.Dispose();
        }

        private async Task BeginAsync()
        {
            await _connection.OpenAsync();
            _connection.Notification += (_, notification) =>
            {
                if (notification.Payload == Mark)
                {
                    _marked.SetResult();
                }
                else
                {
                    Interlocked.Increment(ref _heard);
                }
            };
            await ExecuteAsync(_connection, $"LISTEN \"{_channel}\"");
            _listening = ListenAsync();
        }

        private async Task ListenAsync()
        {
            while (true)
            {
                await _connection.WaitAsync(_stopping.Token);
            }
        }
    }
}
