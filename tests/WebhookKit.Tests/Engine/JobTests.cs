using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Replays as jobs: how they go on, how fast, and how they end.</summary>
internal sealed class JobTests(EngineStore store) : EngineFixture(store)
{
    private static readonly (string, string?)[] ShortLeases = [("Leasing:Duration", "00:00:01.5"), ("Leasing:RenewEvery", "00:00:00.5")];

    [Test]
    public async Task Every_dead_letter_that_is_selected_is_replayed_once_however_often_it_is_asked_for()
    {
        var host = await StartHostAsync();
        var endpoint = await host.AddDeadLettersAsync(450, "load.*");
        await host.AddDeadLettersAsync(3, "other.*", "other.test");
        var selection = new JobSelection { Endpoint = endpoint };

        var jobs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => host.StartJobAsync(JobKind.Replay, selection)));
        var ended = await Task.WhenAll(jobs.Select(host.WaitForEndAsync));
        var late = await host.WaitForEndAsync(await host.StartJobAsync(JobKind.Replay, selection));

        var pending = await host.PendingAsync(endpoint);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ended.Select(job => job.Status), Is.All.EqualTo(JobStatus.Completed));
            Assert.That(ended.Sum(job => job.Done), Is.EqualTo(450));
            Assert.That((late.Total, late.Done, late.Skipped), Is.EqualTo(((long?)0, 0L, 0L)));
            Assert.That(pending.Select(delivery => delivery.ReplayOf).Distinct().Count(), Is.EqualTo(450));
            Assert.That(pending, Has.Count.EqualTo(450));
        }
    }

    [Test]
    public async Task Only_what_passes_the_filters_is_counted_and_replayed()
    {
        var host = await StartHostAsync();
        var endpoint = await host.AddDeadLettersAsync(2);
        PublishReceipt[] others = [await host.PublishAsync("user.created"), await host.PublishAsync("user.deleted"), await host.PublishAsync("users")];
        await host.GiveUpAsync(others.Select(receipt => DeliveryId.First(receipt.EventId, endpoint)));
        var selection = new JobSelection { EventType = "user.*", Reason = DeadLetterReason.AttemptsExhausted, From = DateTimeOffset.UtcNow.AddHours(-1) };

        var counted = await host.Jobs().CountAsync(new() { Kind = JobKind.Replay, Selection = selection }, WebhookCaller.Application);
        var none = await host.Jobs().CountAsync(new() { Kind = JobKind.Replay, Selection = new JobSelection { Reason = DeadLetterReason.Unrecordable } }, WebhookCaller.Application);
        var job = await host.WaitForEndAsync(await host.StartJobAsync(JobKind.Replay, selection));

        Assert.That((counted, none, job.Total, job.Done), Is.EqualTo(((long?)2, (long?)0, (long?)2, 2L)));
        Assert.That((await host.PendingAsync(endpoint)).Select(delivery => delivery.EventType), Is.EquivalentTo(["user.created", "user.deleted"]));
    }

    [Test]
    public async Task A_job_goes_on_where_it_was_when_its_instance_is_gone()
    {
        const int Letters = 600;
        var first = await StartHostAsync(ShortLeases);
        var endpoint = await first.AddDeadLettersAsync(Letters);
        var job = await first.StartJobAsync(JobKind.Replay, new JobSelection { Endpoint = endpoint }, rate: 200);
        await first.WaitForJobAsync(job, found => found.Done > 0);

        var shared = first.Services.GetRequiredService<IWebhookStore>();
        first.DisposeWithoutStopping();
        var second = await StartHostAsync(
            services =>
            {
                UseFakeClock(services);
                Share(services, shared);
            },
            ("Leasing:RenewEvery", "00:00:01"));
        var done = (await second.WaitForJobAsync(job, _ => true)).Done;
        var vitals = second.Services.GetRequiredService<IWebhookVitals>();
        await second.StepUntilAsync(() => vitals.Read().OwnedPartitions == EndpointId.PartitionCount, TimeSpan.FromMilliseconds(20));

        // Without waiting for the time to look for jobs.
        await second.WaitForJobAsync(job, found => found.Done > done, TimeSpan.Zero);
        var ended = await second.WaitForEndAsync(job);

        Assert.That((ended.Status, ended.Total, ended.Done, ended.Skipped), Is.EqualTo((JobStatus.Completed, (long?)Letters, (long)Letters, 0L)));
        Assert.That(await second.PendingAsync(endpoint), Has.Count.EqualTo(Letters));
    }

    [Test]
    public async Task Steps_that_fail_before_or_after_they_were_committed_make_nothing_twice_and_leave_nothing_out()
    {
        FaultyJobStore? faulty = null;
        var host = await StartHostAsync(services =>
        {
            UseFakeClock(services);
            services.AddSingleton<IJobStore>(provider => faulty = new FaultyJobStore(provider.GetRequiredService<IWebhookStore>().Jobs));
        });
        var endpoint = await host.AddDeadLettersAsync(900);

        var job = await host.WaitForEndAsync(await host.StartJobAsync(JobKind.Replay, new JobSelection { Endpoint = endpoint }), TimeSpan.FromMilliseconds(200));

        Assert.That((job.Total, job.Done, job.Skipped), Is.EqualTo(((long?)900, 900L, 0L)));
        Assert.That(await host.PendingAsync(endpoint), Has.Count.EqualTo(900));
        Assert.That(faulty!.Failures, Is.GreaterThanOrEqualTo(3));
    }

    [Test]
    public async Task A_job_that_is_asked_for_here_begins_before_the_time_to_look_for_jobs_has_come()
    {
        var host = await StartHostAsync(UseFakeClock);
        var endpoint = await host.AddDeadLettersAsync(2);
        await host.WaitForEndAsync(await host.StartJobAsync(JobKind.Replay, new JobSelection { Endpoint = endpoint }));

        for (var i = 0; i < 3; i++)
        {
            var job = await host.StartJobAsync(JobKind.Replay, new JobSelection { EventType = "of.none" });
            await host.WaitForJobAsync(job, found => found.EndedAt is not null, TimeSpan.Zero);
        }
    }

    [Test]
    public async Task A_rate_is_not_exceeded()
    {
        var host = await StartHostAsync(UseFakeClock);
        var endpoint = await host.AddDeadLettersAsync(20);
        var job = await host.StartJobAsync(JobKind.Replay, new JobSelection { Endpoint = endpoint }, rate: 4);
        await host.WaitForJobAsync(job, found => found.Done > 0);
        var begun = host.Clock.GetTimestamp();

        var ended = await host.WaitForEndAsync(job);

        Assert.That(ended.Done, Is.EqualTo(20));
        Assert.That(host.Clock.GetElapsedTime(begun), Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(3.5)).And.LessThan(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public async Task A_cancelled_job_makes_nothing_more()
    {
        var host = await StartHostAsync(UseFakeClock);
        var endpoint = await host.AddDeadLettersAsync(20);
        var job = await host.StartJobAsync(JobKind.Replay, new JobSelection { Endpoint = endpoint }, rate: 1);
        await host.WaitForJobAsync(job, found => found.Done > 0);

        var outcome = await host.Jobs().CancelAsync(job.Id, WebhookCaller.Application);
        var cancelled = (await host.Jobs().FindAsync(job.Id, WebhookCaller.Application))!;
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.WaitForEndAsync(await host.StartJobAsync(JobKind.Replay, new JobSelection { EventType = "of.none" }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome, Is.EqualTo(CancelOutcome.Cancelled));
            Assert.That(cancelled.Status, Is.EqualTo(JobStatus.Cancelled));
            Assert.That(cancelled.Done, Is.InRange(1, 19));
            Assert.That(await host.PendingAsync(endpoint), Has.Count.EqualTo(cancelled.Done));
            Assert.That(await host.Jobs().CancelAsync(job.Id, WebhookCaller.Application), Is.EqualTo(CancelOutcome.AlreadyEnded));
        }
    }

    [Test]
    public async Task A_job_whose_endpoint_is_disabled_says_so_and_a_new_one_does_the_rest()
    {
        var host = await StartHostAsync(UseFakeClock);
        var endpoint = await host.AddDeadLettersAsync(20);
        var selection = new JobSelection { Endpoint = endpoint };
        var job = await host.StartJobAsync(JobKind.Replay, selection, rate: 1);
        await host.WaitForJobAsync(job, found => found.Done > 0);

        await host.Endpoints.DisableAsync(endpoint, null, WebhookCaller.Application);
        var failed = await host.WaitForEndAsync(job);
        Assert.That(async () => await host.StartJobAsync(JobKind.Replay, selection), Throws.TypeOf<WebhookValidationException>().With.Message.Contains("disabled"));
        await host.Endpoints.EnableAsync(endpoint, WebhookCaller.Application);
        var rest = await host.WaitForEndAsync(await host.StartJobAsync(JobKind.Replay, selection));

        Assert.That((failed.Status, failed.FailureReason), Is.EqualTo((JobStatus.Failed, "The endpoint is disabled. Enable it and start the job again.")));
        Assert.That(failed.Done + rest.Done, Is.EqualTo(20));
    }

    [Test]
    public async Task A_job_that_ended_long_ago_goes_with_the_history()
    {
        var host = await StartHostAsync(("Retention:KeepEndedFor", "00:00:00"), ("Retention:Every", "00:00:01"));
        await host.AddDeadLettersAsync(3);
        var job = await host.StartJobAsync(JobKind.Replay, new JobSelection());

        var deadline = DateTime.UtcNow + EngineHost.Patience;
        while (await host.Jobs().FindAsync(job.Id, WebhookCaller.Application) is not null)
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), "It is still there.");
            await Task.Delay(20);
        }

        Assert.That((await host.History.ListDeliveriesAsync(new DeliveryListQuery { Status = DeliveryStatus.Dead, IsReplayed = true, Limit = 10 })).Items, Has.Count.EqualTo(3));
    }
}
