using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using WebhookKit.LoadTest.Databases;
using WebhookKit.LoadTest.Loading;

namespace WebhookKit.LoadTest.Peers;

/// <summary>Hangfire with its PostgreSQL storage and a job for each delivery.</summary>
internal sealed class HangfirePeer(int workers) : IPeer
{
    private const int Callers = 8;

    public string Name => "Hangfire";

    public Task PrepareAsync(ILoadDatabase database)
    {
        StorageOf(database);
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyCollection<PublishedEvent>> QueueAsync(ILoadDatabase database, IReadOnlyList<PeerDelivery> deliveries)
    {
        var jobs = new BackgroundJobClient(StorageOf(database));
        var queued = new ConcurrentBag<PublishedEvent>();
        await Parallel.ForEachAsync(deliveries, new ParallelOptions { MaxDegreeOfParallelism = Callers }, (delivery, _) =>
        {
            var (url, id, payload) = (delivery.Url, delivery.Event.ToString(), Encoding.UTF8.GetString(delivery.Payload));
            var began = Stopwatch.GetTimestamp();
            jobs.Enqueue(() => HangfireJob.SendAsync(url, id, payload));
            queued.Add(new PublishedEvent(delivery.Event, delivery.Group, began, Stopwatch.GetTimestamp()));
            return ValueTask.CompletedTask;
        });
        return queued;
    }

    public Task<IAsyncDisposable> StartAsync(ILoadDatabase database) => Task.FromResult<IAsyncDisposable>(new RunningHangfire(
        new BackgroundJobServer(
            new BackgroundJobServerOptions { WorkerCount = workers, ShutdownTimeout = TimeSpan.FromSeconds(15) },
            StorageOf(database))));

    private static PostgreSqlStorage StorageOf(ILoadDatabase database)
    {
        var options = new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(100), PrepareSchemaIfNecessary = true };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(database.ConnectionString!, options), options);
    }
}
