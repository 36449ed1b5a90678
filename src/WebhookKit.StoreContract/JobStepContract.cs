using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IJobStore"/> promises about the steps of jobs.</summary>
public abstract class JobStepContract : StoreFixture
{
    [Test]
    public async Task A_step_makes_its_deliveries_and_notes_the_progress()
    {
        var endpoint = await AddEndpointAsync();
        var dead = await DeadLetterAsync(endpoint);
        var cancelled = await QueueAsync(endpoint);
        await BringToAsync(cancelled, DeliveryStatus.Cancelled);
        var job = await CreateAsync();
        var step = Data.Step(job, [dead, cancelled]);

        var advanced = (await Store.Jobs.AdvanceAsync(step))!;

        var made = step.Replays.Select(replay => new DeliveryId(replay.Replacement, endpoint)).ToArray();
        var again = (await DetailsAsync(made[1])).Delivery;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await DueAsync(endpoint), Is.EquivalentTo(made));
            Assert.That((again.EventId.Value, again.ReplayOf, again.CreatedAt), Is.EqualTo((cancelled.Key, (DeliveryId?)cancelled, step.At)));
            Assert.That((await DetailsAsync(dead)).Delivery.ReplayedAs, Is.EqualTo(made[0]));
            Assert.That((await DetailsAsync(cancelled)).Delivery.ReplayedAs, Is.EqualTo(made[1]));
            Assert.That((advanced.Job.Status, advanced.Position, advanced.Job.Total), Is.EqualTo((JobStatus.Running, step.Position, (long?)7)));
            Assert.That((advanced.Job.Done, advanced.Job.Skipped), Is.EqualTo((2L, 0L)));
            Assert.That((advanced.Job.StartedAt, advanced.Job.UpdatedAt, advanced.Job.EndedAt), Is.EqualTo(((DateTimeOffset?)step.At, step.At, (DateTimeOffset?)null)));
            Assert.That(advanced.Revision, Is.GreaterThan(job.Revision));
        }
    }

    [Test]
    public async Task Steps_add_up_and_the_last_one_ends_the_job()
    {
        var endpoint = await AddEndpointAsync();
        var job = await CreateAsync();
        var first = (await Store.Jobs.AdvanceAsync(Data.Step(job, [await DeadLetterAsync(endpoint)])))!;
        var last = Data.Step(first, [await DeadLetterAsync(endpoint)], status: JobStatus.Completed);

        var ended = (await Store.Jobs.AdvanceAsync(last))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ended.Job.Done, Is.EqualTo(2));
            Assert.That(ended.Job.StartedAt, Is.EqualTo(first.Job.StartedAt));
            Assert.That((ended.Job.Status, ended.Job.EndedAt), Is.EqualTo((JobStatus.Completed, (DateTimeOffset?)last.At)));
            Assert.That(await Store.Jobs.AdvanceAsync(Data.Step(ended)), Is.Null);
        }
    }

    [Test]
    public async Task However_many_make_the_same_step_at_once_one_does()
    {
        var endpoint = await AddEndpointAsync();
        var letters = await DeadLettersAsync(endpoint, 10);
        var job = await CreateAsync();
        var steps = Enumerable.Range(0, 4).Select(_ => Data.Step(job, letters)).ToArray();

        var results = await Task.WhenAll(steps.Select(AdvanceElsewhereAsync));

        Assert.That(results.Count(advanced => advanced is not null), Is.EqualTo(1));
        Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(letters.Count));
        Assert.That((await FindAsync(job)).Job.Done, Is.EqualTo(letters.Count));
    }

    [Test]
    public async Task Jobs_that_select_the_same_make_one_delivery_for_each()
    {
        var endpoint = await AddEndpointAsync("user.*");
        var letters = await DeadLettersAsync(endpoint, 10, "user.created");
        var missed = await MissAsync(endpoint, 10);
        JobRecord[] jobs = [await CreateAsync(), await CreateAsync(), await CreateAsync()];

        var results = await Task.WhenAll(jobs.Select(job => AdvanceElsewhereAsync(Data.Step(job, letters, missed))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.Sum(advanced => advanced!.Job.Done), Is.EqualTo(20));
            Assert.That(results.Sum(advanced => advanced!.Job.Skipped), Is.EqualTo(40));
            Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(20));
        }
    }

    [Test]
    public async Task What_cannot_or_need_not_be_made_again_is_passed_over()
    {
        var endpoint = await AddEndpointAsync();
        var gone = await AddEndpointAsync(partition: 9);
        var replayed = await DeadLetterAsync(endpoint);
        await Store.Commands.ReplayAsync(Data.Replay(replayed));
        var succeeded = await QueueAsync(endpoint);
        await BringToAsync(succeeded, DeliveryStatus.Succeeded);
        var pending = await QueueAsync(endpoint);
        var unavailable = DeliveryId.First(new EventId(replayed.Key), gone);
        await ApplyAsync(Data.GiveUp(unavailable));
        await DisableAsync(gone);
        var before = (await DueAsync(endpoint)).Count;
        var step = Data.Step(await CreateAsync(), [replayed, succeeded, pending, unavailable, new DeliveryId(Data.NextKey(), endpoint)], [unavailable, succeeded]);

        var advanced = (await Store.Jobs.AdvanceAsync(step))!;

        Assert.That((advanced.Job.Done, advanced.Job.Skipped), Is.EqualTo((0L, 7L)));
        Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(before));
        Assert.That(await DueAsync(gone), Is.Empty);
    }

    [Test]
    public async Task The_first_delivery_of_an_old_event_is_due_at_once_and_like_any_other()
    {
        var endpoint = await AddEndpointAsync("user.*");
        var missed = (await MissAsync(endpoint, 1)).Single();
        var step = Data.Step(await CreateAsync(), first: [missed]);

        await Store.Jobs.AdvanceAsync(step);

        var due = (await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 5 })).Due.Single();
        await ApplyAsync(Data.Success(missed));
        var delivery = (await DetailsAsync(missed)).Delivery;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((due.Id, due.EventId.Value, due.AttemptsMade, due.DueAt), Is.EqualTo((missed, missed.Key, 0, step.At)));
            Assert.That((delivery.Status, delivery.ReplayOf), Is.EqualTo((DeliveryStatus.Succeeded, (DeliveryId?)null)));
        }
    }

    [Test]
    public async Task A_first_delivery_is_not_made_again_whatever_became_of_it([Values] DeliveryStatus status)
    {
        var endpoint = await AddEndpointAsync("user.*");
        var missed = (await MissAsync(endpoint, 1)).Single();
        await Store.Jobs.AdvanceAsync(Data.Step(await CreateAsync(), first: [missed]));
        await BringToAsync(missed, status);

        var advanced = (await Store.Jobs.AdvanceAsync(Data.Step(await CreateAsync(), first: [missed])))!;

        Assert.That((advanced.Job.Done, advanced.Job.Skipped), Is.EqualTo((0L, 1L)));
        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
        Assert.That((await DetailsAsync(missed)).Delivery.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Cancelled_deliveries_are_told_by_whether_they_were_replayed()
    {
        var endpoint = await AddEndpointAsync();
        DeliveryId[] cancelled = [await QueueAsync(endpoint), await QueueAsync(endpoint)];
        await BringToAsync(cancelled[0], DeliveryStatus.Cancelled);
        await BringToAsync(cancelled[1], DeliveryStatus.Cancelled);
        await Store.Jobs.AdvanceAsync(Data.Step(await CreateAsync(), [cancelled[0]]));

        var replayed = await ListAsync(new DeliveryListQuery { Status = DeliveryStatus.Cancelled, IsReplayed = true, Limit = 10 });
        var left = await ListAsync(new DeliveryListQuery { Status = DeliveryStatus.Cancelled, IsReplayed = false, Limit = 10 });

        Assert.That((replayed.Single().Id, left.Single().Id), Is.EqualTo((cancelled[0], cancelled[1])));
    }

    private async Task<JobRecord> CreateAsync() => await Store.Jobs.CreateAsync(Data.Job());

    private async Task<JobRecord> FindAsync(JobRecord job) => (await Store.Jobs.FindAsync(new JobQuery { Id = job.Job.Id }))!;

    private Task<JobRecord?> AdvanceElsewhereAsync(JobStep step) => Task.Run(async () => await (await OpenAgainAsync()).Jobs.AdvanceAsync(step));

    private async Task<IReadOnlyList<DeliveryId>> DeadLettersAsync(EndpointId endpoint, int count, string type = "order.created")
    {
        var letters = new List<DeliveryId>();
        for (var i = 0; i < count; i++)
        {
            var delivery = await QueueAsync(endpoint, Data.Event(type));
            await ApplyAsync(Data.GiveUp(delivery));
            letters.Add(delivery);
        }

        return letters;
    }

    /// <summary>Stores events that the endpoint does not subscribe to.</summary>
    private async Task<IReadOnlyList<DeliveryId>> MissAsync(EndpointId endpoint, int count)
    {
        var events = Enumerable.Range(0, count).Select(_ => Data.Event()).ToArray();
        await AppendAsync(events);
        return [.. events.Select(missed => DeliveryId.First(missed.Id, endpoint))];
    }
}
