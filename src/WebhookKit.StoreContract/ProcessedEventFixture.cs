using NUnit.Framework;
using WebhookKit.Receiving;

namespace WebhookKit.StoreContract;

/// <summary>What the contract classes of <see cref="IProcessedEventStore"/> have in common: a fresh store, and a clock that can be made to pass.</summary>
public abstract class ProcessedEventFixture
{
    private protected static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    private protected static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private IProcessedEventStore? _store;

    /// <summary>The store under test; fresh for each test.</summary>
    protected IProcessedEventStore Store => _store ?? throw new InvalidOperationException("The store exists only while a test runs.");

    /// <summary>Makes a store that remembers nothing.</summary>
    protected abstract ValueTask<IProcessedEventStore> CreateStoreAsync();

    /// <summary>Removes what <see cref="CreateStoreAsync"/> made. Does nothing by default.</summary>
    protected virtual ValueTask DestroyStoreAsync() => ValueTask.CompletedTask;

    /// <summary>Another store object over the same database, as a second process would have. The same object by default.</summary>
    protected virtual ValueTask<IProcessedEventStore> OpenAgainAsync() => ValueTask.FromResult(Store);

    /// <summary>Lets time pass by the store's clock. Waits in real time by default.</summary>
    /// <param name="time">How long.</param>
    protected virtual async ValueTask PassStoreTimeAsync(TimeSpan time)
    {
        // The store's clock is another process's: nothing but real time moves it.
#pragma warning disable RS0030
        var clock = TimeProvider.System;
#pragma warning restore RS0030
        for (var started = clock.GetTimestamp(); clock.GetElapsedTime(started) <= time;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
        }
    }

    [SetUp]
    public async Task CreateFreshStoreAsync() => _store = await CreateStoreAsync();

    [TearDown]
    public async Task RemoveStoreAsync()
    {
        _store = null;
        await DestroyStoreAsync();
    }

    private protected static ProcessingRequest Request(
        string id = "evt_1", string receiver = "orders", string sender = "", TimeSpan? claimFor = null, TimeSpan? rememberFor = null)
    {
        return new ProcessingRequest
        {
            Receiver = receiver,
            Sender = sender,
            EventId = id,
            ClaimFor = claimFor ?? Long,
            RememberFor = rememberFor ?? Long,
        };
    }

    private protected async Task<ProcessingState> StateAsync(ProcessingRequest? request = null) => (await Store.BeginAsync(request ?? Request())).State;

    private protected async Task<ProcessingClaim> ClaimAsync(ProcessingRequest? request = null)
    {
        var start = await Store.BeginAsync(request ?? Request());
        Assert.That(start.State, Is.EqualTo(ProcessingState.Begun));
        Assert.That(start.Claim, Is.Not.Null);
        return start.Claim!;
    }
}
