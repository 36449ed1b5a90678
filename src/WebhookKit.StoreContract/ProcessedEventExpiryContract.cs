using NUnit.Framework;
using WebhookKit.Receiving;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IProcessedEventStore"/> promises about claims that have ended and events whose time is over.</summary>
public abstract class ProcessedEventExpiryContract : ProcessedEventFixture
{
    [Test]
    public async Task An_event_whose_claim_has_ended_can_be_begun_again()
    {
        var abandoned = await ClaimAsync(Request(claimFor: Short));
        await PassStoreTimeAsync(Short);

        var next = await ClaimAsync();

        Assert.That(next.Number, Is.GreaterThan(abandoned.Number));
    }

    [Test]
    public async Task A_claim_that_was_taken_over_has_no_effect()
    {
        var late = await ClaimAsync(Request(claimFor: Short));
        await PassStoreTimeAsync(Short);
        var current = await ClaimAsync();

        var isLateCompleted = await Store.CompleteAsync(late);
        var isLateReleased = await Store.ReleaseAsync(late);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((isLateCompleted, isLateReleased), Is.EqualTo((false, false)));
            Assert.That(await StateAsync(), Is.EqualTo(ProcessingState.InProgress));
            Assert.That(await Store.CompleteAsync(current), Is.True);
        }
    }

    [Test]
    public async Task A_claim_that_was_taken_over_has_no_effect_on_a_third_one_either()
    {
        var late = await ClaimAsync(Request(claimFor: Short));
        await PassStoreTimeAsync(Short);
        await Store.ReleaseAsync(await ClaimAsync());
        await ClaimAsync();

        var isLateReleased = await Store.ReleaseAsync(late);

        Assert.That((isLateReleased, await StateAsync()), Is.EqualTo((false, ProcessingState.InProgress)));
    }

    [Test]
    public async Task A_slow_one_whom_nobody_has_replaced_may_still_complete()
    {
        var slow = await ClaimAsync(Request(claimFor: Short));
        await PassStoreTimeAsync(Short);

        var completed = await Store.CompleteAsync(slow);

        Assert.That((completed, await StateAsync()), Is.EqualTo((true, ProcessingState.Done)));
    }

    [Test]
    public async Task Of_many_who_take_an_event_over_together_one_has_it()
    {
        await ClaimAsync(Request(claimFor: Short));
        await PassStoreTimeAsync(Short);

        var starts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await Store.BeginAsync(Request()))));

        Assert.That(starts.Count(start => start.State == ProcessingState.Begun), Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_done_is_remembered_beyond_the_claim_and_forgotten_in_the_end()
    {
        // The first use of a store may take a second: not while the event is remembered.
        await ClaimAsync(Request("evt_0"));
        await StateAsync(Request("evt_0"));
        await Store.CompleteAsync(await ClaimAsync(Request(claimFor: Short, rememberFor: 4 * Short)));

        await PassStoreTimeAsync(Short);
        var before = await StateAsync();
        await PassStoreTimeAsync(3 * Short);
        var after = await StateAsync();

        Assert.That((before, after), Is.EqualTo((ProcessingState.Done, ProcessingState.Begun)));
    }
}
