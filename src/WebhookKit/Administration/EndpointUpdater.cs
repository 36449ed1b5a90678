using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Changes an endpoint from what is stored now, and starts over when somebody else was first.</summary>
internal sealed class EndpointUpdater(IEndpointStore store)
{
    private const int MostTries = 5;

    /// <param name="id">The endpoint.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="change">Makes the update from what is stored, or answers null where there is nothing to change.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The endpoint as it is now, or null where it does not exist.</returns>
    public async Task<EndpointRecord?> ChangeAsync(
        EndpointId id, WebhookCaller caller, Func<EndpointRecord, EndpointUpdate?> change, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MostTries; i++)
        {
            var stored = await store.FindAsync(new EndpointQuery { Id = id, Owner = caller.Owner }, cancellationToken).ConfigureAwait(false);
            if (stored is null || change(stored) is not { } update)
            {
                return stored;
            }

            if (await store.UpdateAsync(update, cancellationToken).ConfigureAwait(false) is { } updated)
            {
                return updated;
            }
        }

        throw new WebhookStoreException($"Endpoint {id} was changed by others {MostTries} times in a row; try again.", isTransient: true);
    }
}
