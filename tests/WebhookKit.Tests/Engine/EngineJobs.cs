using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Administration;
using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.Tests.Engine;

/// <summary>What tests of jobs do with a host.</summary>
internal static class EngineJobs
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    public static IWebhookJobs Jobs(this EngineHost host) => host.Services.GetRequiredService<IWebhookJobs>();

    public static async Task<WebhookJob> StartJobAsync(this EngineHost host, JobKind kind, JobSelection selection, int? rate = null) =>
        (await host.Jobs().StartAsync(new JobInput { Kind = kind, Selection = selection, Rate = rate }, WebhookCaller.Application))!;

    /// <summary>How many events a recovery would make deliveries of that were never sent to the endpoint.</summary>
    public static async Task<long?> CountMissedAsync(this EngineHost host, EndpointId endpoint) => await host.Jobs().CountAsync(
        new JobInput { Kind = JobKind.Recover, Selection = new JobSelection { Endpoint = endpoint, From = DateTimeOffset.UtcNow.AddDays(-1), IncludeEventsWithoutDelivery = true } },
        WebhookCaller.Application);

    /// <summary>Waits until a job is in a state, and answers it. A fake clock goes on meanwhile, five times as fast as a real one, unless another step or none at all is asked for.</summary>
    public static async Task<WebhookJob> WaitForJobAsync(this EngineHost host, WebhookJob job, Func<WebhookJob, bool> condition, TimeSpan? step = null)
    {
        for (var deadline = DateTime.UtcNow + EngineHost.Patience; ; await Task.Delay(Glance))
        {
            var found = (await host.Jobs().FindAsync(job.Id, WebhookCaller.Application))!;
            if (condition(found))
            {
                return found;
            }

            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), $"It is {found.Status}: {found.Done} of {found.Total}, {found.Skipped} skipped.");
            (host.Services.GetRequiredService<TimeProvider>() as FakeTimeProvider)?.Advance(step ?? (Glance * 5));
        }
    }

    public static Task<WebhookJob> WaitForEndAsync(this EngineHost host, WebhookJob job) => host.WaitForEndAsync(job, step: null);

    public static Task<WebhookJob> WaitForEndAsync(this EngineHost host, WebhookJob job, TimeSpan? step) =>
        host.WaitForJobAsync(job, found => found.EndedAt is not null, step);

    /// <summary>A paused endpoint with dead letters: what is made for it stays in the queue, to be counted.</summary>
    public static async Task<EndpointId> AddDeadLettersAsync(this EngineHost host, int count, string pattern = "*", string type = "load.test")
    {
        var endpoint = (await host.SubscribeAsync("https://receiver.example/", pattern)).Endpoint.Id;
        await host.Endpoints.PauseAsync(endpoint, null, WebhookCaller.Application);
        await host.GiveUpAsync((await host.PublishManyAsync(count, type)).Select(receipt => DeliveryId.First(receipt.EventId, endpoint)));
        return endpoint;
    }

    /// <summary>Ends deliveries that nobody is sending.</summary>
    public static async Task GiveUpAsync(this EngineHost host, IEnumerable<DeliveryId> deliveries)
    {
        var data = new ContractData();
        var outcomes = deliveries.Select(delivery => data.GiveUp(delivery)).ToArray();
        var recorded = await host.Services.GetRequiredService<IWebhookStore>().Deliveries.RecordAsync(new OutcomeBatch { Outcomes = outcomes });
        Assert.That(recorded.Applied, Is.All.True);
    }

    /// <summary>The deliveries to an endpoint that have not ended.</summary>
    public static async Task<IReadOnlyList<WebhookDelivery>> PendingAsync(this EngineHost host, EndpointId endpoint) =>
        (await host.History.ListDeliveriesAsync(new DeliveryListQuery { Endpoint = endpoint, Status = DeliveryStatus.Pending, Limit = 10_000 })).Items;
}
