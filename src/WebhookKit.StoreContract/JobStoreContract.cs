using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IJobStore"/> promises about keeping jobs.</summary>
public abstract class JobStoreContract : StoreFixture
{
    [Test]
    public async Task A_job_comes_back_as_it_was_asked_for()
    {
        var selection = new JobSelection
        {
            Endpoint = Data.NextEndpointId(partition: 63),
            From = ContractData.Start.AddTicks(1_230),
            To = ContractData.Start.AddDays(1),
            EventType = "order.*",
            Reason = DeadLetterReason.AbortedByReceiver,
            IncludeEventsWithoutDelivery = true,
        };
        var creation = Data.Job(selection, JobKind.Recover, "acme", rate: 250);
        var audits = await AuditCountAsync();

        await Store.Jobs.CreateAsync(creation);

        var found = (await FindAsync(creation.Job.Id))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Position, Is.Null);
            Assert.That(found.Job.Kind, Is.EqualTo(JobKind.Recover));
            Assert.That(found.Job.Owner, Is.EqualTo("acme"));
            Assert.That(found.Job.Rate, Is.EqualTo(250));
            Assert.That(found.Job.Status, Is.EqualTo(JobStatus.Pending));
            Assert.That(found.Job.RequestedBy, Is.EqualTo("ops@example"));
            Assert.That((found.Job.Total, found.Job.Done, found.Job.Skipped), Is.EqualTo(((long?)null, 0L, 0L)));
            Assert.That((found.Job.CreatedAt, found.Job.UpdatedAt), Is.EqualTo((creation.Job.CreatedAt, creation.Job.CreatedAt)));
            Assert.That((found.Job.StartedAt, found.Job.EndedAt), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
            Assert.That(found.Job.Selection.Endpoint, Is.EqualTo(selection.Endpoint));
            Assert.That((found.Job.Selection.From, found.Job.Selection.To), Is.EqualTo((selection.From, selection.To)));
            Assert.That((found.Job.Selection.EventType, found.Job.Selection.Reason), Is.EqualTo((selection.EventType, selection.Reason)));
            Assert.That(found.Job.Selection.IncludeEventsWithoutDelivery, Is.True);
            Assert.That(await AuditCountAsync(), Is.EqualTo(audits + 1));
        }
    }

    [Test]
    public async Task A_job_of_another_owner_is_not_found_and_one_ofAll_owners_by_nobody_who_sees_one()
    {
        var own = await CreateAsync(owner: "a");
        var ofAll = await CreateAsync(owner: null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FindAsync(own.Job.Id, "a"), Is.Not.Null);
            Assert.That(await FindAsync(own.Job.Id, "b"), Is.Null);
            Assert.That(await FindAsync(own.Job.Id, ""), Is.Null);
            Assert.That(await FindAsync(ofAll.Job.Id, ""), Is.Null);
            Assert.That(await FindAsync(ofAll.Job.Id), Is.Not.Null);
            Assert.That(await FindAsync(new JobId(Data.NextKey())), Is.Null);
        }
    }

    [Test]
    public async Task Jobs_are_listed_newest_first_page_by_page()
    {
        var first = await CreateAsync(owner: "a");
        var second = await CreateAsync(owner: "b");
        var third = await CreateAsync(owner: "a");

        var page = await Store.Jobs.ListAsync(new JobListQuery { Limit = 2 });
        var rest = await Store.Jobs.ListAsync(new JobListQuery { Limit = 2, After = page.Items[^1].Job.Id.Value });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Items.Select(record => record.Job.Id), Is.EqualTo([third.Job.Id, second.Job.Id]));
            Assert.That(rest.Items.Select(record => record.Job.Id), Is.EqualTo([first.Job.Id]));
            Assert.That((page.HasMore, rest.HasMore), Is.EqualTo((true, false)));
            Assert.That(await IdsAsync(new JobListQuery { Owner = "a", Limit = 10 }), Is.EqualTo([third.Job.Id, first.Job.Id]));
        }
    }

    [Test]
    public async Task Jobs_that_have_ended_are_told_from_those_that_have_not()
    {
        var pending = await CreateAsync();
        var running = await CreateAsync();
        var completed = await CreateAsync();
        var cancelled = await CreateAsync();
        await Store.Jobs.AdvanceAsync(Data.Step(running));
        await Store.Jobs.AdvanceAsync(Data.Step(completed, status: JobStatus.Completed));
        await Store.Jobs.CancelAsync(Cancellation(cancelled.Job.Id));

        Assert.That(await IdsAsync(new JobListQuery { HasEnded = false, Limit = 10 }), Is.EqualTo([running.Job.Id, pending.Job.Id]));
        Assert.That(await IdsAsync(new JobListQuery { HasEnded = true, Limit = 10 }), Is.EqualTo([cancelled.Job.Id, completed.Job.Id]));
    }

    [Test]
    public async Task A_cancelled_job_makes_no_step_any_more()
    {
        var endpoint = await AddEndpointAsync();
        var letter = await DeadLetterAsync(endpoint);
        var job = await CreateAsync();
        var cancellation = Cancellation(job.Job.Id);

        var outcome = await Store.Jobs.CancelAsync(cancellation);
        var found = (await FindAsync(job.Job.Id))!;
        var steps = new[] { await Store.Jobs.AdvanceAsync(Data.Step(job, [letter])), await Store.Jobs.AdvanceAsync(Data.Step(found, [letter])) };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome, Is.EqualTo(CancelOutcome.Cancelled));
            Assert.That(found.Job.Status, Is.EqualTo(JobStatus.Cancelled));
            Assert.That(found.Job.EndedAt, Is.EqualTo(cancellation.At));
            Assert.That(steps, Is.All.Null);
            Assert.That(await DueAsync(endpoint), Is.Empty);
        }
    }

    [Test]
    public async Task What_has_ended_is_not_cancelled_nor_what_belongs_to_another_owner()
    {
        var job = await CreateAsync(owner: "a");
        var audits = await AuditCountAsync();

        var foreign = await Store.Jobs.CancelAsync(Cancellation(job.Job.Id, owner: "b"));
        await Store.Jobs.CancelAsync(Cancellation(job.Job.Id, owner: "a"));
        var again = await Store.Jobs.CancelAsync(Cancellation(job.Job.Id, owner: "a"));

        Assert.That((foreign, again), Is.EqualTo((CancelOutcome.NotFound, CancelOutcome.AlreadyEnded)));
        Assert.That(await AuditCountAsync(), Is.EqualTo(audits + 1));
    }

    [Test]
    public async Task Jobs_that_ended_long_ago_are_removed_a_number_at_a_time()
    {
        var running = await CreateAsync();
        JobRecord[] old = [await CreateAsync(), await CreateAsync()];
        foreach (var job in old)
        {
            await Store.Jobs.CancelAsync(Cancellation(job.Job.Id));
        }

        var before = Data.NextTime();
        var recent = await CreateAsync();
        await Store.Jobs.CancelAsync(Cancellation(recent.Job.Id));

        var removed = new[] { await PurgeAsync(before), await PurgeAsync(before), await PurgeAsync(before) };

        Assert.That(removed, Is.EqualTo([1, 1, 0]));
        Assert.That(await IdsAsync(new JobListQuery { Limit = 10 }), Is.EqualTo([recent.Job.Id, running.Job.Id]));
    }

    private async Task<JobRecord> CreateAsync(string? owner = null) => await Store.Jobs.CreateAsync(Data.Job(owner: owner));

    private async Task<JobRecord?> FindAsync(JobId id, string? owner = null) => await Store.Jobs.FindAsync(new JobQuery { Id = id, Owner = owner });

    private async Task<IEnumerable<JobId>> IdsAsync(JobListQuery query) => (await Store.Jobs.ListAsync(query)).Items.Select(record => record.Job.Id);

    private async Task<int> PurgeAsync(DateTimeOffset before) => await Store.Jobs.PurgeAsync(new JobPurge { EndedBefore = before, Limit = 1 });

    private JobCancellation Cancellation(JobId id, string? owner = null) =>
        new() { Id = id, Owner = owner, At = Data.NextTime(), Audit = Data.Audit(id.ToString(), owner ?? "", "job.cancelled") };
}
