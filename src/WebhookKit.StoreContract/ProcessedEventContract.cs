using NUnit.Framework;
using WebhookKit.Receiving;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IProcessedEventStore"/> promises.</summary>
public abstract class ProcessedEventContract : ProcessedEventFixture
{
    [Test]
    public async Task The_first_to_begin_an_event_has_it()
    {
        var request = Request(sender: "acme");

        var start = await Store.BeginAsync(request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(start.State, Is.EqualTo(ProcessingState.Begun));
            Assert.That(start.FreeAfter, Is.Null);
            Assert.That((start.Claim?.Receiver, start.Claim?.Sender, start.Claim?.EventId), Is.EqualTo((request.Receiver, request.Sender, request.EventId)));
        }
    }

    [Test]
    public async Task An_event_that_is_being_processed_is_in_progress_for_the_rest_of_the_claim()
    {
        await ClaimAsync();

        var second = await Store.BeginAsync(Request());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.State, Is.EqualTo(ProcessingState.InProgress));
            Assert.That(second.Claim, Is.Null);
            Assert.That(second.FreeAfter, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(Long));
        }
    }

    [Test]
    public async Task An_event_that_was_completed_is_done()
    {
        var claim = await ClaimAsync();

        var completed = await Store.CompleteAsync(claim);

        var again = await Store.BeginAsync(Request());
        Assert.That((completed, again.State), Is.EqualTo((true, ProcessingState.Done)));
        Assert.That((again.Claim, again.FreeAfter), Is.EqualTo(((ProcessingClaim?)null, (TimeSpan?)null)));
    }

    [Test]
    public async Task An_event_that_was_released_can_be_begun_at_once()
    {
        var claim = await ClaimAsync();

        var released = await Store.ReleaseAsync(claim);

        var next = await ClaimAsync();
        Assert.That(released, Is.True);
        Assert.That(next.Number, Is.GreaterThan(claim.Number));
    }

    [Test]
    public async Task Completing_again_is_no_harm_and_releasing_takes_nothing_back()
    {
        var claim = await ClaimAsync();
        await Store.CompleteAsync(claim);

        var again = await Store.CompleteAsync(claim);
        var released = await Store.ReleaseAsync(claim);

        Assert.That((again, released, await StateAsync()), Is.EqualTo((true, false, ProcessingState.Done)));
    }

    [TestCase("evt_2", "orders", "")]
    [TestCase("EVT_1", "orders", "")]
    [TestCase("evt_1 ", "orders", "")]
    [TestCase("evt_1", "invoices", "")]
    [TestCase("evt_1", "Orders", "")]
    [TestCase("evt_1", "orders", "acme")]
    public async Task Another_id_receiver_or_sender_is_another_event(string id, string receiver, string sender)
    {
        await Store.CompleteAsync(await ClaimAsync());

        Assert.That(await StateAsync(Request(id, receiver, sender)), Is.EqualTo(ProcessingState.Begun));
    }

    [Test]
    public async Task Names_do_not_run_into_each_other()
    {
        await ClaimAsync(Request("c", "a", "b"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await StateAsync(Request("c", "ab")), Is.EqualTo(ProcessingState.Begun));
            Assert.That(await StateAsync(Request("bc", "a")), Is.EqualTo(ProcessingState.Begun));
        }
    }

    [Test]
    public async Task The_longest_names_are_kept_whole()
    {
        var receiver = new string('r', 199);
        var sender = new string('s', 199);
        var id = new string('~', 255);
        await Store.CompleteAsync(await ClaimAsync(Request(id + "1", receiver + "1", sender + "1")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await StateAsync(Request(id + "1", receiver + "1", sender + "1")), Is.EqualTo(ProcessingState.Done));
            Assert.That(await StateAsync(Request(id + "2", receiver + "1", sender + "1")), Is.EqualTo(ProcessingState.Begun));
            Assert.That(await StateAsync(Request(id + "1", receiver + "2", sender + "1")), Is.EqualTo(ProcessingState.Begun));
            Assert.That(await StateAsync(Request(id + "1", receiver + "1", sender + "2")), Is.EqualTo(ProcessingState.Begun));
        }
    }

    [Test]
    public async Task Of_many_who_begin_an_event_together_one_has_it()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => await OpenAgainAsync()));

        var starts = await Task.WhenAll(stores.Select(store => Task.Run(async () => await store.BeginAsync(Request()))));

        Assert.That(starts.Count(start => start.State == ProcessingState.Begun), Is.EqualTo(1));
        Assert.That(starts.Count(start => start.State == ProcessingState.InProgress), Is.EqualTo(49));
    }

    [Test]
    public async Task Of_many_who_begin_a_released_event_together_one_has_it()
    {
        await Store.ReleaseAsync(await ClaimAsync());

        var starts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await Store.BeginAsync(Request()))));

        Assert.That(starts.Count(start => start.State == ProcessingState.Begun), Is.EqualTo(1));
    }
}
