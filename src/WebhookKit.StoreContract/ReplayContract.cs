using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IDeliveryCommandStore"/> promises about replaying deliveries.</summary>
public abstract class ReplayContract : StoreFixture
{
    [Test]
    public async Task A_replay_is_a_new_delivery_of_the_same_event_that_points_back()
    {
        var endpoint = await AddEndpointAsync();
        var original = await DeadLetterAsync(endpoint);
        var request = Data.Replay(original);

        var outcomes = await ReplayAsync(request);

        var id = ReplacementOf(request);
        var replay = (await DetailsAsync(id)).Delivery;
        var due = (await ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = 5 })).Due.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcomes, Is.EqualTo([ReplayOutcome.Created]));
            Assert.That(replay.Status, Is.EqualTo(DeliveryStatus.Pending));
            Assert.That(replay.ReplayOf, Is.EqualTo(original));
            Assert.That(replay.EventId.Value, Is.EqualTo(original.Key));
            Assert.That(replay.AttemptCount, Is.Zero);
            Assert.That(replay.CreatedAt, Is.EqualTo(request.DueAt));
            Assert.That(due.Id, Is.EqualTo(id));
            Assert.That(due.EventId.Value, Is.EqualTo(original.Key));
            Assert.That(due.AttemptsMade, Is.Zero);
            Assert.That(due.DueAt, Is.EqualTo(request.DueAt));
        }
    }

    [Test]
    public async Task Who_replays_by_a_clock_that_is_ahead_does_not_make_the_new_delivery_wait()
    {
        var endpoint = await AddEndpointAsync();
        var request = Data.Replay(await DeadLetterAsync(endpoint));
        var ahead = await StoreTimeAsync() + TimeSpan.FromHours(1);

        await ReplayAsync(new ReplayRequest { Items = request.Items, DueAt = ahead, Audit = request.Audit });

        Assert.That(await DueAsync(endpoint, await StoreTimeAsync()), Is.EqualTo([ReplacementOf(request)]));
    }

    [Test]
    public async Task The_event_of_a_replay_is_read_with_its_lane()
    {
        var endpoint = await AddEndpointAsync();
        var original = await DeadLetterAsync(endpoint);
        await ReplayAsync(Data.Replay(original));

        var read = await Store.Deliveries.ReadLanesAsync(
            new LaneRead { Lanes = [new LaneRequest { Endpoint = endpoint, Room = 1 }], Now = Data.Later });

        Assert.That(read.Events.Keys.Select(id => id.Value), Is.EqualTo([original.Key]));
    }

    [Test]
    public async Task The_original_stays_as_it_was_but_notes_its_replay()
    {
        var endpoint = await AddEndpointAsync();
        var original = await DeadLetterAsync(endpoint);
        var before = await DetailsAsync(original);
        var request = Data.Replay(original);

        await ReplayAsync(request);

        var after = await DetailsAsync(original);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Delivery.Status, Is.EqualTo(DeliveryStatus.Dead));
            Assert.That(after.Delivery.DeadReason, Is.EqualTo(before.Delivery.DeadReason));
            Assert.That(after.Delivery.EndedAt, Is.EqualTo(before.Delivery.EndedAt));
            Assert.That(after.Attempts, Has.Count.EqualTo(before.Attempts.Count));
            Assert.That(before.Delivery.ReplayedAs, Is.Null);
            Assert.That(after.Delivery.ReplayedAs, Is.EqualTo(ReplacementOf(request)));
        }
    }

    [Test]
    public async Task A_delivery_in_any_state_can_be_replayed([Values] DeliveryStatus status)
    {
        var endpoint = await AddEndpointAsync();
        var original = await QueueAsync(endpoint);
        await BringToAsync(original, status);
        var request = Data.Replay(original);

        var outcomes = await ReplayAsync(request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcomes, Is.EqualTo([ReplayOutcome.Created]));
            Assert.That((await DetailsAsync(original)).Delivery.Status, Is.EqualTo(status));
            Assert.That((await DetailsAsync(ReplacementOf(request))).Delivery.ReplayOf, Is.EqualTo(original));
        }
    }

    [Test]
    public async Task A_replay_of_a_replay_points_to_the_replay_and_keeps_the_event()
    {
        var endpoint = await AddEndpointAsync();
        var original = await DeadLetterAsync(endpoint);
        var first = Data.Replay(original);
        await ReplayAsync(first);
        await ApplyAsync(Data.GiveUp(ReplacementOf(first)));
        var second = Data.Replay(ReplacementOf(first));

        await ReplayAsync(second);

        var replay = (await DetailsAsync(ReplacementOf(second))).Delivery;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(replay.ReplayOf, Is.EqualTo(ReplacementOf(first)));
            Assert.That(replay.EventId.Value, Is.EqualTo(original.Key));
            Assert.That((await DetailsAsync(ReplacementOf(first))).Delivery.ReplayedAs, Is.EqualTo(ReplacementOf(second)));
            Assert.That((await DetailsAsync(original)).Delivery.ReplayedAs, Is.EqualTo(ReplacementOf(first)));
        }
    }

    [Test]
    public async Task A_dead_letter_notes_its_newest_replay()
    {
        var endpoint = await AddEndpointAsync();
        var original = await DeadLetterAsync(endpoint);
        await ReplayAsync(Data.Replay(original));
        var second = Data.Replay(original);

        await ReplayAsync(second);

        Assert.That((await DetailsAsync(original)).Delivery.ReplayedAs, Is.EqualTo(ReplacementOf(second)));
        Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_same_replacement_again_creates_nothing_more()
    {
        var endpoint = await AddEndpointAsync();
        var request = Data.Replay(await DeadLetterAsync(endpoint));
        await ReplayAsync(request);
        var audits = await AuditCountAsync();

        var again = await ReplayAsync(request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again, Is.EqualTo([ReplayOutcome.Created]));
            Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(1));
            Assert.That(await AuditCountAsync(), Is.EqualTo(audits));
        }
    }

    [Test]
    public async Task A_replay_that_has_ended_is_not_brought_back_by_the_same_replacement()
    {
        var endpoint = await AddEndpointAsync();
        var request = Data.Replay(await DeadLetterAsync(endpoint));
        await ReplayAsync(request);
        await ApplyAsync(Data.Success(ReplacementOf(request)));

        await ReplayAsync(request);

        Assert.That(await DueAsync(endpoint), Is.Empty);
        Assert.That((await DetailsAsync(ReplacementOf(request))).Delivery.Status, Is.EqualTo(DeliveryStatus.Succeeded));
    }

    [Test]
    public async Task A_replay_is_delivered_like_any_other()
    {
        var endpoint = await AddEndpointAsync();
        var request = Data.Replay(await DeadLetterAsync(endpoint));
        var replay = ReplacementOf(request);
        await ReplayAsync(request);

        await ApplyAsync(Data.Retry(replay));
        await ApplyAsync(Data.Success(replay, 2));

        var details = await DetailsAsync(replay);
        Assert.That(details.Delivery.Status, Is.EqualTo(DeliveryStatus.Succeeded));
        Assert.That(details.Delivery.ReplayOf, Is.EqualTo(request.Items[0].Original));
        Assert.That(details.Attempts, Has.Count.EqualTo(2));
    }

    private static DeliveryId ReplacementOf(ReplayRequest request) =>
        new(request.Items[0].Replacement, request.Items[0].Original.Endpoint);

    private async Task<IReadOnlyList<ReplayOutcome>> ReplayAsync(ReplayRequest request) => (await Store.Commands.ReplayAsync(request)).Items;
}
