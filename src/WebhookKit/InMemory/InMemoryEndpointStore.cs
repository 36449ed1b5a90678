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

    public async ValueTask NoteCircuitsAsync(IReadOnlyCollection<CircuitNote> notes, CancellationToken cancellationToken = default) =>
        await state.RunAsync(NoteCircuits, notes, cancellationToken).ConfigureAwait(false);

    public ValueTask<EndpointRecord?> SetCircuitAsync(EndpointCircuitChange change, CancellationToken cancellationToken = default) =>
        state.RunAsync(SetCircuit, change, cancellationToken);

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
        return state.Endpoints.Add(Copy(endpoint, endpoint, new EndpointState(endpoint.Status, endpoint.StatusReason), endpoint.UpdatedAt), Copy(creation.Record));
    }

    private EndpointRecord? Update(EndpointUpdate update)
    {
        var wanted = update.Record.Endpoint;
        if (!state.Endpoints.TryGet(wanted.Id, out var old) || old.Revision != update.ExpectedRevision)
        {
            return null;
        }

        state.Audit.Add(update.Audit.Id, update.Audit);
        var isElsewhere = wanted.Url != old.Endpoint.Url;
        var now = EndpointState.Of(old.Endpoint);
        now = isElsewhere ? now.Anew() : now;
        return state.Endpoints.Replace(old, Copy(wanted, kept: old.Endpoint, now, wanted.UpdatedAt), Copy(update.Record), circuitIsSet: isElsewhere);
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
        var isEnabled = change.Status == EndpointStatus.Enabled;
        var now = EndpointState.Of(old.Endpoint) with { Status = change.Status, StatusReason = change.Reason };
        now = isEnabled ? now.Anew() : now;
        return state.Endpoints.Replace(old, Copy(old.Endpoint, old.Endpoint, now, change.At), old, circuitIsSet: isEnabled);
    }

    private int NoteFailures(IReadOnlyCollection<EndpointFailure> failures)
    {
        foreach (var (endpoint, since) in failures)
        {
            if (state.Endpoints.TryGet(endpoint, out var old))
            {
                var now = EndpointState.Of(old.Endpoint) with { FailingSince = since };
                state.Endpoints.Amend(old, Copy(old.Endpoint, old.Endpoint, now, old.Endpoint.UpdatedAt));
            }
        }

        return failures.Count;
    }

    private int NoteCircuits(IReadOnlyCollection<CircuitNote> notes)
    {
        foreach (var (endpoint, interventions, circuit) in notes)
        {
            if (state.Endpoints.TryGet(endpoint, out var old) && old.CircuitInterventions == interventions)
            {
                var now = EndpointState.Of(old.Endpoint) with { Circuit = circuit };
                state.Endpoints.Amend(old, Copy(old.Endpoint, old.Endpoint, now, old.Endpoint.UpdatedAt));
            }
        }

        return notes.Count;
    }

    private EndpointRecord? SetCircuit(EndpointCircuitChange change)
    {
        if (!state.Endpoints.TryGet(change.Id, change.Owner, out var old))
        {
            return null;
        }

        state.Audit.Add(change.Audit.Id, change.Audit);
        var now = EndpointState.Of(old.Endpoint) with { Circuit = change.Circuit };
        return state.Endpoints.Replace(old, Copy(old.Endpoint, old.Endpoint, now, change.At), old, circuitIsSet: true);
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

    private static WebhookEndpoint Copy(WebhookEndpoint wanted, WebhookEndpoint kept, EndpointState now, DateTimeOffset updatedAt) =>
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
            Tls = wanted.Tls,
            Ordering = wanted.Ordering,
            Signers = wanted.Signers,
            Status = now.Status,
            StatusReason = now.StatusReason,
            FailingSince = now.FailingSince,
            Circuit = now.Circuit,
            CreatedAt = kept.CreatedAt,
            UpdatedAt = updatedAt,
        };

    private static EndpointRecord Copy(EndpointRecord record) => new()
    {
        Endpoint = record.Endpoint,
        Secrets =
        [
            .. record.Secrets.Select(secret => new StoredSecret
            {
                Id = secret.Id,
                Protected = secret.Protected.ToArray(),
                CreatedAt = secret.CreatedAt,
                ExpiresAt = secret.ExpiresAt,
            }),
        ],
        ClientKey = record.ClientKey.ToArray(),
    };
}
