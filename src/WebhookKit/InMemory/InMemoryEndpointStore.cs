using WebhookKit.Storage;

namespace WebhookKit.InMemory;

internal sealed class InMemoryEndpointStore(InMemoryState state) : IEndpointStore
{
    public ValueTask<EndpointRecord> CreateAsync(EndpointCreation creation, CancellationToken cancellationToken = default) =>
        state.RunAsync(Create, creation, cancellationToken);

    public ValueTask<EndpointRecord?> UpdateAsync(EndpointUpdate update, CancellationToken cancellationToken = default) =>
        state.RunAsync(Update, update, cancellationToken);

    public ValueTask<EndpointRecord?> SetStatusAsync(EndpointStatusChange change, CancellationToken cancellationToken = default) =>
        state.RunAsync(SetStatus, change, cancellationToken);

    public async ValueTask NoteFailuresAsync(IReadOnlyCollection<EndpointFailure> failures, CancellationToken cancellationToken = default) =>
        await state.RunAsync(NoteFailures, failures, cancellationToken).ConfigureAwait(false);

    public ValueTask<bool> DeleteAsync(EndpointDeletion deletion, CancellationToken cancellationToken = default) =>
        state.RunAsync(Delete, deletion, cancellationToken);

    public ValueTask<EndpointRecord?> FindAsync(EndpointQuery query, CancellationToken cancellationToken = default) =>
        state.RunAsync(Find, query, cancellationToken);

    public ValueTask<EndpointPage> ListAsync(EndpointListQuery query, CancellationToken cancellationToken = default) =>
        state.RunAsync(List, query, cancellationToken);

    private EndpointRecord Create(EndpointCreation creation)
    {
        var endpoint = creation.Record.Endpoint;
        if (state.Endpoints.TryGet(endpoint.Id, out _))
        {
            throw new WebhookStoreException($"There is an endpoint {endpoint.Id} already; create it with another id.", isTransient: false);
        }

        state.Audit.Add(creation.Audit.Id, creation.Audit);
        return state.Endpoints.Add(Copy(endpoint, endpoint, failingSince: null), Copy(creation.Record.Secrets));
    }

    private EndpointRecord? Update(EndpointUpdate update)
    {
        var wanted = update.Record.Endpoint;
        if (!state.Endpoints.TryGet(wanted.Id, out var old) || old.Revision != update.ExpectedRevision)
        {
            return null;
        }

        state.Audit.Add(update.Audit.Id, update.Audit);
        var failingSince = wanted.Url == old.Endpoint.Url ? old.Endpoint.FailingSince : null;
        return state.Endpoints.Replace(old, Copy(wanted, kept: old.Endpoint, failingSince), Copy(update.Record.Secrets));
    }

    private EndpointRecord? SetStatus(EndpointStatusChange change)
    {
        if (!state.Endpoints.TryGet(change.Id, change.Owner, out var old) || (change.From is { } from && old.Endpoint.Status != from))
        {
            return null;
        }

        if (change.Status == EndpointStatus.Disabled)
        {
            state.CancelAll(change.Id, change.Reason, change.Audit, change.At);
        }

        state.Audit.Add(change.Audit.Id, change.Audit);
        return state.Endpoints.Replace(old, WithStatus(old.Endpoint, change), old.Secrets);
    }

    private int NoteFailures(IReadOnlyCollection<EndpointFailure> failures)
    {
        foreach (var (endpoint, since) in failures)
        {
            if (state.Endpoints.TryGet(endpoint, out var old))
            {
                state.Endpoints.Amend(old, Copy(old.Endpoint, old.Endpoint, since));
            }
        }

        return failures.Count;
    }

    private bool Delete(EndpointDeletion deletion)
    {
        if (!state.Endpoints.TryGet(deletion.Id, deletion.Owner, out var old))
        {
            return false;
        }

        state.CancelAll(deletion.Id, deletion.Audit.Reason, deletion.Audit, deletion.At);
        state.Endpoints.Remove(old);
        state.Audit.Add(deletion.Audit.Id, deletion.Audit);
        return true;
    }

    private EndpointRecord? Find(EndpointQuery query) => state.Endpoints.TryGet(query.Id, query.Owner, out var record) ? record : null;

    private EndpointPage List(EndpointListQuery query)
    {
        var found = state.Endpoints.After(query.After)
            .Where(record => query.Owner is null || record.Endpoint.Owner == query.Owner)
            .Take(query.Limit + 1)
            .ToArray();
        return new EndpointPage { Items = [.. found.Take(query.Limit)], HasMore = found.Length > query.Limit };
    }

    private static WebhookEndpoint Copy(WebhookEndpoint wanted, WebhookEndpoint kept, DateTimeOffset? failingSince) =>
        new()
        {
            Id = kept.Id,
            Url = wanted.Url,
            Events = [.. wanted.Events],
            Owner = kept.Owner,
            Description = wanted.Description,
            Metadata = wanted.Metadata.ToDictionary(),
            Headers = wanted.Headers.ToDictionary(),
            Retry = wanted.Retry,
            RateLimit = wanted.RateLimit,
            Filter = wanted.Filter,
            Status = kept.Status,
            StatusReason = kept.StatusReason,
            FailingSince = failingSince,
            CreatedAt = kept.CreatedAt,
            UpdatedAt = wanted.UpdatedAt,
        };

    private static WebhookEndpoint WithStatus(WebhookEndpoint endpoint, EndpointStatusChange change) =>
        new()
        {
            Id = endpoint.Id,
            Url = endpoint.Url,
            Events = endpoint.Events,
            Owner = endpoint.Owner,
            Description = endpoint.Description,
            Metadata = endpoint.Metadata,
            Headers = endpoint.Headers,
            Retry = endpoint.Retry,
            RateLimit = endpoint.RateLimit,
            Filter = endpoint.Filter,
            Status = change.Status,
            StatusReason = change.Reason,
            FailingSince = change.Status == EndpointStatus.Enabled ? null : endpoint.FailingSince,
            CreatedAt = endpoint.CreatedAt,
            UpdatedAt = change.At,
        };

    private static StoredSecret[] Copy(IReadOnlyList<StoredSecret> secrets) =>
        [.. secrets.Select(secret => new StoredSecret
        {
            Id = secret.Id,
            Protected = secret.Protected.ToArray(),
            CreatedAt = secret.CreatedAt,
            ExpiresAt = secret.ExpiresAt,
        })];
}
