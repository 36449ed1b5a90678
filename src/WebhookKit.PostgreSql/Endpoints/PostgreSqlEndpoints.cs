using WebhookKit.PostgreSql.Commands;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.PostgreSql.History;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Endpoints;

internal sealed class PostgreSqlEndpoints(PostgreSqlDatabase database) : IEndpointStore
{
    private readonly EndpointReader _reader = new(database.Tables);
    private readonly EndpointWriter _writer = new(database.Tables);
    private readonly EndpointHealthWriter _health = new(database.Tables);
    private readonly DeliveryCanceller _canceller = new(database.Tables);
    private readonly AuditWriter _audit = new(database.Tables);

    public ValueTask<EndpointRecord> CreateAsync(EndpointCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);

        return database.TransactAsync(
            async (connection, token) =>
            {
                await _writer.InsertAsync(connection, creation.Record).ConfigureAwait(false);
                await _audit.WriteAsync(connection, creation.Audit).ConfigureAwait(false);
                return (await _reader.FindAsync(connection, creation.Record.Endpoint.Id, token).ConfigureAwait(false))!;
            },
            cancellationToken);
    }

    public ValueTask<EndpointRecord?> UpdateAsync(EndpointUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);

        return database.TransactAsync(
            async (connection, token) =>
            {
                if (!await _writer.UpdateAsync(connection, update.Record, update.ExpectedRevision).ConfigureAwait(false))
                {
                    return null;
                }

                await _audit.WriteAsync(connection, update.Audit).ConfigureAwait(false);
                return await _reader.FindAsync(connection, update.Record.Endpoint.Id, token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    public ValueTask<EndpointRecord?> SetStatusAsync(EndpointStatusChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);

        return database.TransactAsync(
            async (connection, token) =>
            {
                if (!await _writer.SetStatusAsync(connection, change).ConfigureAwait(false))
                {
                    return null;
                }

                if (change.Status == EndpointStatus.Disabled)
                {
                    await _canceller.CancelAllAsync(
                        connection, change.Id, change.At, change.Reason ?? "The endpoint was disabled.", change.Audit.Actor).ConfigureAwait(false);
                }

                await _audit.WriteAsync(connection, change.Audit).ConfigureAwait(false);
                return await _reader.FindAsync(connection, change.Id, token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    public async ValueTask NoteFailuresAsync(IReadOnlyCollection<EndpointFailure> failures, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(failures);

        await database.TransactAsync(
            async (connection, _) =>
            {
                await _health.NoteFailuresAsync(connection, failures).ConfigureAwait(false);
                return failures.Count;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask NoteCircuitsAsync(IReadOnlyCollection<CircuitNote> notes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notes);

        await database.TransactAsync(
            async (connection, _) =>
            {
                await _health.NoteCircuitsAsync(connection, notes).ConfigureAwait(false);
                return notes.Count;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<EndpointRecord?> SetCircuitAsync(EndpointCircuitChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);

        return database.TransactAsync(
            async (connection, token) =>
            {
                if (!await _health.SetCircuitAsync(connection, change).ConfigureAwait(false))
                {
                    return null;
                }

                await _audit.WriteAsync(connection, change.Audit).ConfigureAwait(false);
                return await _reader.FindAsync(connection, change.Id, token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(EndpointDeletion deletion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deletion);

        return database.TransactAsync(
            async (connection, _) =>
            {
                if (!await _writer.DeleteAsync(connection, deletion).ConfigureAwait(false))
                {
                    return false;
                }

                await _canceller.CancelAllAsync(
                    connection, deletion.Id, deletion.At, deletion.Audit.Reason ?? "The endpoint was deleted.", deletion.Audit.Actor).ConfigureAwait(false);
                await _audit.WriteAsync(connection, deletion.Audit).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    public ValueTask<EndpointRecord?> FindAsync(EndpointQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync(
            async (connection, token) =>
                await _reader.FindAsync(connection, query.Id, token).ConfigureAwait(false) is { } found
                && (query.Owner is null || query.Owner == found.Endpoint.Owner)
                    ? found
                    : null,
            cancellationToken);
    }

    public ValueTask<EndpointPage> ListAsync(EndpointListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((connection, token) => _reader.ListAsync(connection, query, token), cancellationToken);
    }
}
