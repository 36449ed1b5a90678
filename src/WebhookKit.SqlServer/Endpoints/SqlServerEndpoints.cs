using WebhookKit.SqlServer.Commands;
using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.History;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Endpoints;

internal sealed class SqlServerEndpoints(SqlServerDatabase database) : IEndpointStore
{
    private readonly EndpointReader _reader = new(database.Tables);
    private readonly EndpointWriter _writer = new(database.Tables);
    private readonly DeliveryCanceller _canceller = new(database.Tables);
    private readonly AuditWriter _audit = new(database.Tables);

    public ValueTask<EndpointRecord> CreateAsync(EndpointCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);

        return database.TransactAsync(
            async (session, token) =>
            {
                await _writer.InsertAsync(session, creation.Record, token).ConfigureAwait(false);
                await _audit.WriteAsync(session, creation.Audit, token).ConfigureAwait(false);
                return (await _reader.FindAsync(session, creation.Record.Endpoint.Id, token).ConfigureAwait(false))!;
            },
            cancellationToken);
    }

    public ValueTask<EndpointRecord?> UpdateAsync(EndpointUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);

        return database.TransactAsync(
            async (session, token) =>
            {
                if (!await _writer.UpdateAsync(session, update.Record, update.ExpectedRevision, token).ConfigureAwait(false))
                {
                    return null;
                }

                await _audit.WriteAsync(session, update.Audit, token).ConfigureAwait(false);
                return await _reader.FindAsync(session, update.Record.Endpoint.Id, token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    public ValueTask<EndpointRecord?> SetStatusAsync(EndpointStatusChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);

        return database.TransactAsync(
            async (session, token) =>
            {
                if (!await _writer.SetStatusAsync(session, change, token).ConfigureAwait(false))
                {
                    return null;
                }

                if (change.Status == EndpointStatus.Disabled)
                {
                    await _canceller.CancelAllAsync(
                        session, change.Id, change.At, change.Reason ?? "The endpoint was disabled.", change.Audit.Actor, token).ConfigureAwait(false);
                }

                await _audit.WriteAsync(session, change.Audit, token).ConfigureAwait(false);
                return await _reader.FindAsync(session, change.Id, token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    public async ValueTask NoteFailuresAsync(IReadOnlyCollection<EndpointFailure> failures, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(failures);

        await database.TransactAsync(
            async (session, token) =>
            {
                await _writer.NoteFailuresAsync(session, failures, token).ConfigureAwait(false);
                return failures.Count;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask NoteCircuitsAsync(IReadOnlyCollection<CircuitNote> notes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notes);

        await database.TransactAsync(
            async (session, token) =>
            {
                await _writer.NoteCircuitsAsync(session, notes, token).ConfigureAwait(false);
                return notes.Count;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<EndpointRecord?> SetCircuitAsync(EndpointCircuitChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);

        return database.TransactAsync(
            async (session, token) =>
            {
                if (!await _writer.SetCircuitAsync(session, change, token).ConfigureAwait(false))
                {
                    return null;
                }

                await _audit.WriteAsync(session, change.Audit, token).ConfigureAwait(false);
                return await _reader.FindAsync(session, change.Id, token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(EndpointDeletion deletion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deletion);

        return database.TransactAsync(
            async (session, token) =>
            {
                if (!await _writer.DeleteAsync(session, deletion, token).ConfigureAwait(false))
                {
                    return false;
                }

                await _canceller.CancelAllAsync(
                    session, deletion.Id, deletion.At, deletion.Audit.Reason ?? "The endpoint was deleted.", deletion.Audit.Actor, token).ConfigureAwait(false);
                await _audit.WriteAsync(session, deletion.Audit, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    public ValueTask<EndpointRecord?> FindAsync(EndpointQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync(
            async (session, token) =>
                await _reader.FindAsync(session, query.Id, token).ConfigureAwait(false) is { } found
                && (query.Owner is null || query.Owner == found.Endpoint.Owner)
                    ? found
                    : null,
            cancellationToken);
    }

    public ValueTask<EndpointPage> ListAsync(EndpointListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return database.RunAsync((session, token) => _reader.ListAsync(session, query, token), cancellationToken);
    }
}
