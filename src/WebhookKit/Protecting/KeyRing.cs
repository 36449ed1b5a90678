namespace WebhookKit.Protecting;

/// <summary>Keeps the keys for half a minute, and asks for them again then, or when one is missing.</summary>
internal sealed class KeyRing(IKeyProvider provider, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskAgainFor = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _asking = new(1);
    private ProtectionKeys? _keys;
    private Exception? _failure;
    private long _failedAt;

    /// <summary>The keys; null where none is configured.</summary>
    /// <param name="missing">The id of a key that the caller needs: asks again, unless that was done just now.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="Exception">The provider throws, or takes too long.</exception>
    public async ValueTask<ProtectionKeys?> GetAsync(string? missing, CancellationToken cancellationToken)
    {
        if (Known(missing) is { } known)
        {
            return known;
        }

        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Known(missing) is { } meanwhile)
            {
                return meanwhile;
            }

            // Many wait for the same answer: those behind the first get its failure, and not the same wait again.
            if (_failure is not null && clock.GetElapsedTime(_failedAt) < AskAgainFor)
            {
                throw new InvalidOperationException($"The keys for secrets at rest could not be had: {_failure.Message}", _failure);
            }

            return _keys = await AskAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private ProtectionKeys? Known(string? missing) =>
        Volatile.Read(ref _keys) is { } keys
        && clock.GetElapsedTime(keys.AskedAt) is var age
        && age < (missing is null || keys.All.ContainsKey(missing) ? FreshFor : AskAgainFor)
            ? keys
            : null;

    private async Task<ProtectionKeys?> AskAsync(CancellationToken cancellationToken)
    {
        var askedAt = clock.GetTimestamp();
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var keys = await provider.GetKeysAsync(ending.Token).AsTask().WaitAsync(ending.Token).ConfigureAwait(false);
            _failure = null;
            return keys is null ? null : ProtectionKeys.Of(keys, askedAt);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What was known is too old to be used on.
            (_keys, _failure, _failedAt) = (null, exception, clock.GetTimestamp());
            throw;
        }
    }
}
