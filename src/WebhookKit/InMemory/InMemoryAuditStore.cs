using WebhookKit.Storage;

namespace WebhookKit.InMemory;

internal sealed class InMemoryAuditStore(InMemoryState state) : IAuditStore
{
    public async ValueTask AddAsync(AuditEntry entry, CancellationToken cancellationToken = default) =>
        await state.RunAsync(Add, entry, cancellationToken).ConfigureAwait(false);

    public ValueTask<AuditPage> ListAsync(AuditListQuery query, CancellationToken cancellationToken = default) =>
        state.RunAsync(List, query, cancellationToken);

    private bool Add(AuditEntry entry)
    {
        state.Audit.Add(entry.Id, entry);
        return true;
    }

    private AuditPage List(AuditListQuery query)
    {
        var found = state.Audit.Descending(query.After)
            .Where(entry => (query.Owner is null || entry.Owner == query.Owner) && (query.Target is null || entry.Target == query.Target))
            .Take(query.Limit + 1)
            .ToArray();
        return new AuditPage { Items = [.. found.Take(query.Limit)], HasMore = found.Length > query.Limit };
    }
}
