using WebhookKit.Sqlite.Commands;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.History;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Endpoints;

internal sealed class SqliteEndpoints(SqliteDatabase database, SqliteReaders readers, SqliteWriter writer) : IEndpointStore
{
    private readonly EndpointReader _reader = new(database.Tables);
    private readonly EndpointWriter _writer = new(database.Tables);
    private readonly EndpointHealthWriter _health = new(database.Tables);
    private readonly DeliveryCanceller _canceller = new(database.Tables);
    private readonly AuditWriter _audit = new(database.Tables);

    public ValueTask<EndpointRecord> CreateAsync(EndpointCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);

        return writer.WriteAsync(
            session =>
            {
                _writer.Insert(session, creation.Record);
                _audit.Write(session, creation.Audit);
                return _reader.Find(session, creation.Record.Endpoint.Id)!;
            },
            cancellationToken);
    }

    public ValueTask<EndpointRecord?> UpdateAsync(EndpointUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);

        return writer.WriteAsync(
            session =>
            {
                if (!_writer.Update(session, update.Record, update.ExpectedRevision))
                {
                    return null;
                }

                _audit.Write(session, update.Audit);
                return _reader.Find(session, update.Record.Endpoint.Id);
            },
            cancellationToken);
    }

    public ValueTask<EndpointRecord?> SetStatusAsync(EndpointStatusChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);

        return writer.WriteAsync(
            session =>
            {
                if (!_writer.SetStatus(session, change))
                {
                    return null;
                }

                if (change.Status == EndpointStatus.Disabled)
                {
                    _canceller.CancelAll(session, change.Id, change.At, change.Reason ?? "The endpoint was disabled.", change.Audit.Actor);
                }

                _audit.Write(session, change.Audit);
                return _reader.Find(session, change.Id);
            },
            cancellationToken);
    }

    public async ValueTask NoteFailuresAsync(IReadOnlyCollection<EndpointFailure> failures, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(failures);

        await writer.WriteAsync(
            session =>
            {
                _health.NoteFailures(session, failures);
                return failures.Count;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask NoteCircuitsAsync(IReadOnlyCollection<CircuitNote> notes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notes);

        await writer.WriteAsync(
            session =>
            {
                _health.NoteCircuits(session, notes);
                return notes.Count;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<EndpointRecord?> SetCircuitAsync(EndpointCircuitChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);

        return writer.WriteAsync(
            session =>
            {
                if (!_health.SetCircuit(session, change))
                {
                    return null;
                }

                _audit.Write(session, change.Audit);
                return _reader.Find(session, change.Id);
            },
            cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(EndpointDeletion deletion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deletion);

        return writer.WriteAsync(
            session =>
            {
                if (!_writer.Delete(session, deletion))
                {
                    return false;
                }

                _canceller.CancelAll(
                    session, deletion.Id, deletion.At, deletion.Audit.Reason ?? "The endpoint was deleted.", deletion.Audit.Actor);
                _audit.Write(session, deletion.Audit);
                return true;
            },
            cancellationToken);
    }

    public ValueTask<EndpointRecord?> FindAsync(EndpointQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return readers.ReadAsync(
            session => _reader.Find(session, query.Id) is { } found && (query.Owner is null || query.Owner == found.Endpoint.Owner)
                ? found
                : null,
            cancellationToken);
    }

    public ValueTask<EndpointPage> ListAsync(EndpointListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        return readers.ReadAsync(
            session =>
            {
                var found = _reader.List(session, query);
                return new EndpointPage { Items = [.. found.Take(query.Limit)], HasMore = found.Count > query.Limit };
            },
            cancellationToken);
    }
}
