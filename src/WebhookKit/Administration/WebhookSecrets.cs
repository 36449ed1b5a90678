using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Walks over all endpoints, page by page. Whatever it does to one is guarded by the revision that it has read.</summary>
internal sealed class WebhookSecrets(IWebhookStore store, Reencryption reencryption) : IWebhookSecrets
{
    private const int Page = 100;

    public Task<SecretKeyReport> CountAsync(CancellationToken cancellationToken = default) => WalkAsync(caller: null, limit: 0, cancellationToken);

    public Task<SecretKeyReport> ReencryptAsync(WebhookCaller caller, int? limit = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (limit is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(limit));
        }

        return caller.Owner is null
            ? WalkAsync(caller, limit ?? int.MaxValue, cancellationToken)
            : throw new ArgumentException("Re-encryption concerns the endpoints of all owners: the caller must be without an owner.", nameof(caller));
    }

    private async Task<SecretKeyReport> WalkAsync(WebhookCaller? caller, int limit, CancellationToken cancellationToken)
    {
        var tally = new KeyTally();
        var (reencrypted, unreadable, removed) = (0, 0, 0);
        EndpointPage page;
        EndpointId? after = null;
        do
        {
            page = await store.Endpoints.ListAsync(new EndpointListQuery { After = after, Limit = Page }, cancellationToken).ConfigureAwait(false);
            foreach (var listed in page.Items)
            {
                after = listed.Endpoint.Id;
                var uses = await reencryption.UsesOfAsync(listed, cancellationToken).ConfigureAwait(false);
                if (caller is not null && reencrypted < limit && !uses.All(use => use.IsCurrent))
                {
                    var done = await reencryption.RunAsync(listed, caller, cancellationToken).ConfigureAwait(false);
                    reencrypted += done.IsReadable ? 1 : 0;
                    unreadable += done.IsReadable ? 0 : 1;
                    removed += done.Removed;
                    uses = done.Record is null ? [] : await reencryption.UsesOfAsync(done.Record, cancellationToken).ConfigureAwait(false);
                }

                tally.Add(uses);
            }
        }
        while (page.HasMore);

        return new SecretKeyReport { Keys = tally.Keys, Left = tally.Left, Reencrypted = reencrypted, Unreadable = unreadable, Removed = removed };
    }
}
