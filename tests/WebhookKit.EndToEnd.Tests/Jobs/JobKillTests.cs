using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebhookKit.Administration;
using WebhookKit.EndToEnd.Tests.Databases;
using WebhookKit.EndToEnd.Tests.Programs;
using WebhookKit.Storage;

namespace WebhookKit.EndToEnd.Tests.Jobs;

/// <summary>
/// A recovery whose process is killed again and again. <c>WEBHOOKKIT_TEST_JOB_SIZE</c> makes it as large as asked for, with ten kills.
/// </summary>
[TestFixtureSource(typeof(SharedStore), nameof(SharedStore.All))]
internal sealed class JobKillTests(SharedStore store)
{
    private const int BatchSize = 500;
    private static readonly string? Asked = Environment.GetEnvironmentVariable("WEBHOOKKIT_TEST_JOB_SIZE");
    private static readonly int Size = int.Parse(Asked ?? "3000", CultureInfo.InvariantCulture);
    private static readonly int Kills = Asked is null ? 3 : 10;
    private static readonly TimeSpan Deadline = Asked is null ? TimeSpan.FromSeconds(60) : TimeSpan.FromMinutes(20);

    [Test]
    public async Task Exactly_one_new_delivery_is_made_for_each_that_was_missed()
    {
        await using var database = await store.CreateAsync();
        using var host = await database.StartPublisherAsync();
        var jobs = host.Services.GetRequiredService<IWebhookJobs>();
        var endpoint = await MissAsync(host);
        var since = DateTimeOffset.UtcNow.AddHours(-1);
        var input = new JobInput
        {
            Kind = JobKind.Recover,
            Selection = new JobSelection { Endpoint = endpoint, From = since, IncludeEventsWithoutDelivery = true },
            Rate = Asked is null ? Size / 4 : null,
        };
        Assert.That(await jobs.CountAsync(input, WebhookCaller.Application), Is.EqualTo(Size));

        // Twice, as by somebody who clicks twice.
        JobId[] started = [(await jobs.StartAsync(input, WebhookCaller.Application))!.Id, (await jobs.StartAsync(input, WebhookCaller.Application))!.Id];
        var clock = Stopwatch.StartNew();
        for (var kill = 1; kill <= Kills; kill++)
        {
            var enough = (long)Size * kill / (Kills + 1);
            await using var killed = Start(database);
            await Eventually.HoldsAsync(
                async () => (await FindAsync(jobs, started)).Sum(job => job.Done) >= enough, Deadline, () => $"{enough} new deliveries.\n{killed.Output}");
            await killed.KillAsync();
        }

        await using var last = Start(database);
        await Eventually.HoldsAsync(
            async () => (await FindAsync(jobs, started)).All(job => job.EndedAt is not null), Deadline, () => $"Both jobs to end.\n{last.Output}");
        clock.Stop();

        var ended = await FindAsync(jobs, started);
        var made = await PendingAsync(host, endpoint);
        await TestContext.Out.WriteLineAsync(
            $"{store.Name}: {Size} new deliveries in {clock.Elapsed.TotalSeconds:F1} s with {Kills} kills; {string.Join(", ", ended.Select(job => $"{job.Done} done and {job.Skipped} skipped of {job.Total}"))}.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ended.Select(job => job.Status), Is.All.EqualTo(JobStatus.Completed));
            Assert.That(ended.Sum(job => job.Done), Is.EqualTo(Size));
            Assert.That(made, Has.Count.EqualTo(Size));
            Assert.That(made.Distinct().Count(), Is.EqualTo(Size));
        }

        await host.StopAsync();
    }

    private static StartedProgram Start(SharedDatabase database) => StartedProgram.Start("WebhookKit.InstanceHost", [], new Dictionary<string, string>
    {
        [$"ConnectionStrings__{database.Kind}"] = database.ConnectionString,
        ["Webhooks__Leasing__Duration"] = "00:00:01.5",
        ["Webhooks__Leasing__RenewEvery"] = "00:00:00.5",
    });

    /// <summary>
    /// A third is given up, a third cancelled and a third published while the endpoint is disabled. In the end it is paused, so that what
    /// is made for it stays to be counted.
    /// </summary>
    private static async Task<EndpointId> MissAsync(IHost host)
    {
        var endpoints = host.Services.GetRequiredService<IWebhookEndpoints>();
        var deliveries = host.Services.GetRequiredService<IDeliveryStore>();
        var endpoint = (await endpoints.CreateAsync(new EndpointInput { Url = "https://receiver.example/", Events = ["*"] }, WebhookCaller.Application)).Endpoint.Id;
        await PublishAsync(host, Size / 3, async ids =>
        {
            var outcomes = ids.Select(id => GivenUp(DeliveryId.First(id, endpoint))).ToArray();
            Assert.That((await deliveries.RecordAsync(new OutcomeBatch { Outcomes = outcomes })).Applied, Is.All.True);
        });
        await PublishAsync(host, Size / 3, _ => Task.CompletedTask);
        await endpoints.DisableAsync(endpoint, null, WebhookCaller.Application);
        await PublishAsync(host, Size - (2 * (Size / 3)), _ => Task.CompletedTask);
        await endpoints.EnableAsync(endpoint, WebhookCaller.Application);
        await endpoints.PauseAsync(endpoint, null, WebhookCaller.Application);
        return endpoint;
    }

    private static async Task PublishAsync(IHost host, int count, Func<IEnumerable<EventId>, Task> then)
    {
        var publisher = host.Services.GetRequiredService<IWebhookPublisher>();
        foreach (var batch in Enumerable.Range(0, count).Select(_ => new OutgoingEvent { Type = "load.test", Payload = "{}"u8.ToArray() }).Chunk(BatchSize))
        {
            var receipts = await publisher.PublishAsync(batch);
            await then(receipts.Select(receipt => receipt.EventId));
        }
    }

    private static DeliveryOutcome GivenUp(DeliveryId id) => new()
    {
        Delivery = id,
        Attempt = new DeliveryAttempt { Number = 1, StartedAt = DateTimeOffset.UtcNow, Duration = TimeSpan.FromMilliseconds(5), Outcome = AttemptOutcome.HttpFailure, StatusCode = 500 },
        Epoch = 0,
        Transition = DeliveryTransition.GiveUp,
        DeadReason = DeadLetterReason.AttemptsExhausted,
        At = DateTimeOffset.UtcNow,
    };

    private static async Task<WebhookJob[]> FindAsync(IWebhookJobs jobs, JobId[] ids) =>
        await Task.WhenAll(ids.Select(async id => (await jobs.FindAsync(id, WebhookCaller.Application))!));

    /// <summary>The events of the deliveries that wait, each as often as it does.</summary>
    private static async Task<List<EventId>> PendingAsync(IHost host, EndpointId endpoint)
    {
        var history = host.Services.GetRequiredService<IHistoryStore>();
        var found = new List<EventId>();
        for (DeliveryId? after = null; ;)
        {
            var page = await history.ListDeliveriesAsync(new DeliveryListQuery { Endpoint = endpoint, Status = DeliveryStatus.Pending, After = after, Limit = 1000 });
            found.AddRange(page.Items.Select(delivery => delivery.EventId));
            if (!page.HasMore)
            {
                return found;
            }

            after = page.Items[^1].Id;
        }
    }
}
