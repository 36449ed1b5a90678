using WebhookKit.Receiving;
using WebhookKit.Storage;

namespace WebhookKit.Relational.Receiving;

/// <summary>Remembers processed events in a table, by the database's clock. Makes the table when it is first used, and removes what is forgotten.</summary>
internal abstract class RelationalProcessedEvents(IStoreSchema schema, TimeProvider clock) : IProcessedEventStore
{
    /// <summary>How much is removed at once.</summary>
    public const int PurgeLimit = 1000;

    private static readonly TimeSpan PurgeEvery = TimeSpan.FromSeconds(30);

    private volatile bool _isReady;
    private long _purgedAt = clock.GetTimestamp();

    public async ValueTask<ProcessingStart> BeginAsync(ProcessingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(request.Receiver);
        ArgumentNullException.ThrowIfNull(request.Sender);
        ArgumentException.ThrowIfNullOrEmpty(request.EventId);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(request.ClaimFor, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.RememberFor, request.ClaimFor);

        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        var key = ProcessedEventKey.Of(request.Receiver, request.Sender, request.EventId);
        while (true)
        {
            // Higher than the number of any claim that was removed, which was long ago; than that of one that is there, the statement makes it.
            var number = clock.GetUtcNow().UtcTicks;
            if (await TryBeginAsync(key, number, request.ClaimFor, request.RememberFor, cancellationToken).ConfigureAwait(false) is { } begun)
            {
                var claim = new ProcessingClaim { Receiver = request.Receiver, Sender = request.Sender, EventId = request.EventId, Number = begun };
                return new ProcessingStart { State = ProcessingState.Begun, Claim = claim };
            }

            switch (await FindAsync(key, cancellationToken).ConfigureAwait(false))
            {
                case { IsDone: true }:
                    return new ProcessingStart { State = ProcessingState.Done };
                case { FreeAfter.Ticks: > 0 } known:
                    return new ProcessingStart { State = ProcessingState.InProgress, FreeAfter = known.FreeAfter };
            }
        }
    }

    public async ValueTask<bool> CompleteAsync(ProcessingClaim claim, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);

        return await CompleteAsync(ProcessedEventKey.Of(claim.Receiver, claim.Sender, claim.EventId), claim.Number, cancellationToken).ConfigureAwait(false) > 0;
    }

    public async ValueTask<bool> ReleaseAsync(ProcessingClaim claim, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);

        return await ReleaseAsync(ProcessedEventKey.Of(claim.Receiver, claim.Sender, claim.EventId), claim.Number, cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Claims an event that nobody has, or no more; answers the claim's number, which is the given one or one more than the last, or null.</summary>
    protected abstract Task<long?> TryBeginAsync(byte[] key, long number, TimeSpan claimFor, TimeSpan rememberFor, CancellationToken cancellationToken);

    /// <summary>Reads what is known of an event.</summary>
    protected abstract Task<KnownEvent?> FindAsync(byte[] key, CancellationToken cancellationToken);

    /// <summary>Notes that an event with this claim is done; answers how many rows that changed.</summary>
    protected abstract Task<int> CompleteAsync(byte[] key, long number, CancellationToken cancellationToken);

    /// <summary>Ends this claim of an event that is not done, so that it has no effect any more; answers how many rows that changed.</summary>
    protected abstract Task<int> ReleaseAsync(byte[] key, long number, CancellationToken cancellationToken);

    /// <summary>Removes up to <see cref="PurgeLimit"/> events that are forgotten; answers how many.</summary>
    protected abstract Task<int> PurgeAsync(CancellationToken cancellationToken);

    private async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        if (!_isReady)
        {
            await schema.ApplyAsync(cancellationToken).ConfigureAwait(false);
            _isReady = true;
        }

        var last = Interlocked.Read(ref _purgedAt);
        if (clock.GetElapsedTime(last) >= PurgeEvery && Interlocked.CompareExchange(ref _purgedAt, clock.GetTimestamp(), last) == last
            && await PurgeAsync(cancellationToken).ConfigureAwait(false) == PurgeLimit)
        {
            // There is more, and whoever comes next goes on: what is forgotten goes faster than what is new comes.
            Interlocked.Exchange(ref _purgedAt, last);
        }
    }
}
