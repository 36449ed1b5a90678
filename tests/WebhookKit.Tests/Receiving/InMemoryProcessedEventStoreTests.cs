using Microsoft.Extensions.Time.Testing;
using WebhookKit.Receiving;

namespace WebhookKit.Tests.Receiving;

public sealed class InMemoryProcessedEventStoreTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public async Task It_remembers_so_many_and_forgets_the_oldest()
    {
        var store = new InMemoryProcessedEventStore(_clock, capacity: 3);

        foreach (var id in new[] { "a", "b", "c", "d" })
        {
            await store.CompleteAsync(await BeginAsync(store, id));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(store.Count, Is.EqualTo(3));
        Assert.That((await StateAsync(store, "d"), await StateAsync(store, "b")), Is.EqualTo((ProcessingState.Done, ProcessingState.Done)));
        Assert.That(await StateAsync(store, "a"), Is.EqualTo(ProcessingState.Begun));
    }

    [Test]
    public async Task What_is_being_processed_is_not_forgotten_for_want_of_room()
    {
        var store = new InMemoryProcessedEventStore(_clock, capacity: 1);

        await BeginAsync(store, "a");
        await store.CompleteAsync(await BeginAsync(store, "b"));
        await store.CompleteAsync(await BeginAsync(store, "c"));

        Assert.That(store.Count, Is.EqualTo(2));
        Assert.That(await StateAsync(store, "a"), Is.EqualTo(ProcessingState.InProgress));
    }

    [Test]
    public async Task What_was_left_behind_makes_room_first()
    {
        var store = new InMemoryProcessedEventStore(_clock, capacity: 2);
        await BeginAsync(store, "left");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await store.CompleteAsync(await BeginAsync(store, "done"));

        await BeginAsync(store, "next");

        Assert.That((store.Count, await StateAsync(store, "done")), Is.EqualTo((2, ProcessingState.Done)));
    }

    [Test]
    public async Task What_is_over_takes_no_room()
    {
        var store = new InMemoryProcessedEventStore(_clock);
        for (var number = 0; number < 100; number++)
        {
            var claim = await BeginAsync(store, $"evt_{number}");
            if (number % 2 == 0)
            {
                await store.CompleteAsync(claim);
            }
        }

        _clock.Advance(TimeSpan.FromHours(1));
        await BeginAsync(store, "next");

        Assert.That(store.Count, Is.EqualTo(1));
    }

    [Test]
    public void A_request_that_makes_no_sense_is_refused()
    {
        var store = new InMemoryProcessedEventStore(_clock);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(async () => await BeginAsync(store, ""), Throws.ArgumentException);
            Assert.That(async () => await BeginAsync(store, "a", claimSeconds: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(async () => await BeginAsync(store, "a", claimSeconds: 3601), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new InMemoryProcessedEventStore(_clock, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
    }

    private static async Task<ProcessingClaim> BeginAsync(InMemoryProcessedEventStore store, string id, int claimSeconds = 60) =>
        (await store.BeginAsync(Request(id, claimSeconds))).Claim!;

    private static async Task<ProcessingState> StateAsync(InMemoryProcessedEventStore store, string id) => (await store.BeginAsync(Request(id, 60))).State;

    private static ProcessingRequest Request(string id, int claimSeconds) => new()
    {
        Receiver = "orders",
        EventId = id,
        ClaimFor = TimeSpan.FromSeconds(claimSeconds),
        RememberFor = TimeSpan.FromHours(1),
    };
}
