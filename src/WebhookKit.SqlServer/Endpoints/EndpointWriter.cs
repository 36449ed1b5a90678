using WebhookKit.Relational.Columns;
using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Values;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Endpoints;

/// <summary>Writes endpoints with their secrets, and keeps the subscriptions: those of endpoints that are not disabled, and no others.</summary>
internal sealed class EndpointWriter(SqlServerTables tables)
{
    private readonly EndpointSql _sql = new(tables);

    public async Task InsertAsync(SqlSession session, EndpointRecord record, CancellationToken cancellationToken)
    {
        var endpoint = record.Endpoint;
        var values = ValuesOf(record)
            .Owner("@owner", endpoint.Owner)
            .Small("@status", (short)endpoint.Status)
            .Text("@statusReason", endpoint.StatusReason)
            .Moment("@createdAt", endpoint.CreatedAt);
        await session.ExecuteAsync(_sql.Insert, values, cancellationToken).ConfigureAwait(false);
        await WriteSecretsAsync(session, record, cancellationToken).ConfigureAwait(false);
        await SubscribeAsync(session, endpoint.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers false where the endpoint does not exist or has another revision.</summary>
    public async Task<bool> UpdateAsync(SqlSession session, EndpointRecord record, long expectedRevision, CancellationToken cancellationToken)
    {
        var values = ValuesOf(record).Long("@revision", expectedRevision);
        if (await session.ReadNumberAsync(_sql.Update, values, cancellationToken).ConfigureAwait(false) == 0)
        {
            return false;
        }

        var id = record.Endpoint.Id;
        await session.ExecuteAsync(_sql.DeleteSecrets, Named(id), cancellationToken).ConfigureAwait(false);
        await WriteSecretsAsync(session, record, cancellationToken).ConfigureAwait(false);
        await SubscribeAsync(session, id, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async Task<bool> SetStatusAsync(SqlSession session, EndpointStatusChange change, CancellationToken cancellationToken)
    {
        var values = Named(change.Id)
            .Owner("@owner", change.Owner)
            .Small("@status", (short)change.Status)
            .Small("@from", (short?)change.From)
            .Text("@statusReason", change.Reason)
            .Moment("@updatedAt", change.At);
        if (await session.ReadNumberAsync(_sql.SetStatus, values, cancellationToken).ConfigureAwait(false) == 0)
        {
            return false;
        }

        await SubscribeAsync(session, change.Id, cancellationToken).ConfigureAwait(false);
        return true;
    }

    // In the order of the ids, so that two that write at once wait for each other and not in a circle.
    public async Task NoteFailuresAsync(SqlSession session, IEnumerable<EndpointFailure> failures, CancellationToken cancellationToken)
    {
        foreach (var (endpoint, since) in failures.OrderBy(failure => failure.Endpoint))
        {
            await session.ExecuteAsync(_sql.NoteFailure, Named(endpoint).Moment("@since", since), cancellationToken).ConfigureAwait(false);
        }
    }

    // In the order of the ids, for the same reason.
    public async Task NoteCircuitsAsync(SqlSession session, IEnumerable<CircuitNote> notes, CancellationToken cancellationToken)
    {
        foreach (var note in notes.OrderBy(note => note.Endpoint))
        {
            var values = ValuesOf(note.Endpoint, note.Circuit).Int("@interventions", note.Interventions);
            await session.ExecuteAsync(_sql.NoteCircuit, values, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<bool> SetCircuitAsync(SqlSession session, EndpointCircuitChange change, CancellationToken cancellationToken)
    {
        var values = ValuesOf(change.Id, change.Circuit).Owner("@owner", change.Owner).Moment("@updatedAt", change.At);
        return await session.ReadNumberAsync(_sql.SetCircuit, values, cancellationToken).ConfigureAwait(false) > 0;
    }

    public async Task<bool> DeleteAsync(SqlSession session, EndpointDeletion deletion, CancellationToken cancellationToken)
    {
        var values = Named(deletion.Id).Owner("@owner", deletion.Owner);
        if (await session.ReadNumberAsync(_sql.Delete, values, cancellationToken).ConfigureAwait(false) == 0)
        {
            return false;
        }

        await session.ExecuteAsync(_sql.DeleteSecrets, Named(deletion.Id), cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(_sql.Unsubscribe, Named(deletion.Id), cancellationToken).ConfigureAwait(false);
        return true;
    }

    // The row of the endpoint is locked by then, so that changes of its subscriptions come one after the other.
    private async Task SubscribeAsync(SqlSession session, EndpointId id, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(_sql.Unsubscribe, Named(id), cancellationToken).ConfigureAwait(false);
        var events = await session.QueryAsync<string>(_sql.Events, Named(id), cancellationToken).ConfigureAwait(false);
        if (events.Count > 0)
        {
            var values = Named(id).Rows("@patterns", tables.PatternRows, PatternRows.Of(JsonColumns.ReadList(events[0])));
            await session.ExecuteAsync(_sql.Subscribe, values, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteSecretsAsync(SqlSession session, EndpointRecord record, CancellationToken cancellationToken)
    {
        for (var i = 0; i < record.Secrets.Count; i++)
        {
            var secret = record.Secrets[i];
            var values = new SqlValues()
                .Long("@endpoint", record.Endpoint.Id.Value)
                .Small("@position", (short)i)
                .Key("@id", secret.Id)
                .Bytes("@protected", secret.Protected)
                .Moment("@createdAt", secret.CreatedAt)
                .Moment("@expiresAt", secret.ExpiresAt);
            await session.ExecuteAsync(_sql.InsertSecret, values, cancellationToken).ConfigureAwait(false);
        }
    }

    private static SqlValues Named(EndpointId id) => new SqlValues().Long("@id", id.Value);

    private static SqlValues ValuesOf(EndpointId endpoint, EndpointCircuit? circuit) =>
        Named(endpoint)
            .Moment("@openedAt", circuit?.OpenedAt)
            .Moment("@openUntil", circuit?.OpenUntil)
            .Int("@openings", circuit?.Openings ?? 0);

    private static SqlValues ValuesOf(EndpointRecord record) =>
        Named(record.Endpoint.Id)
            .Text("@url", record.Endpoint.Url)
            .Text("@events", JsonColumns.Write(record.Endpoint.Events))
            .Text("@description", record.Endpoint.Description)
            .Text("@metadata", JsonColumns.Write(record.Endpoint.Metadata))
            .Text("@headers", JsonColumns.Write(record.Endpoint.Headers))
            .Text("@retry", JsonColumns.Write(record.Endpoint.Retry))
            .Text("@rateLimit", JsonColumns.Write(record.Endpoint.RateLimit))
            .Text("@filter", record.Endpoint.Filter)
            .Text("@tls", JsonColumns.Write(record.Endpoint.Tls))
            .Bytes("@clientKey", record.ClientKey.IsEmpty ? null : record.ClientKey)
            .Small("@ordering", (short)OrderingColumns.Write(record.Endpoint.Ordering))
            .Small("@skipAfter", (short?)record.Endpoint.Ordering?.SkipAfter)
            .Text("@signers", JsonColumns.WriteSigners(record.Endpoint.Signers))
            .Moment("@updatedAt", record.Endpoint.UpdatedAt);
}
