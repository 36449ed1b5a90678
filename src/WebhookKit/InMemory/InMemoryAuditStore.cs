using WebhookKit.Storage;

namespace WebhookKit.InMemory;

internal sealed class InMemoryAuditStore(InMemoryState state) : IAuditStore
{
    public ValueTask<AuditPage> ListAsync(AuditListQuery query, CancellationToken cancellationToken = default) =>
        state.RunAsync(List, query, cancellationToken);

    private AuditPage List(AuditListQuery query)
    {
        var found = state.Audit.Descending(query.After)
            .Where(entry => (query.Owner is null || entry.Owner == query.Owner) && (query.Target is null || entry.Target == query.Target))
            .Take(query.Limit + 1)
            .ToArray();
        return new AuditPage { Items = [.. found.Take(query.Limit)], HasMore = found.Length > query.Limit };
    }
}
