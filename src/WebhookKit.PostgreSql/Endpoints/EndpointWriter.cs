using Dapper;
using Npgsql;
using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Endpoints;

/// <summary>Writes endpoints with their secrets, and keeps the subscriptions: those of endpoints that are not disabled, and no others.</summary>
internal sealed class EndpointWriter(PostgreSqlTables tables)
{
    private readonly string _insert = $"""
        INSERT INTO {tables.Endpoints}
            (id, owner, url, events, description, metadata, headers, retry, rate_limit, filter, tls, client_key, ordering, skip_after, signers, status, status_reason,
             circuit_openings, circuit_interventions, created_at, updated_at, revision)
        VALUES
            (@id, @owner, @url, @events, @description, @metadata, @headers, @retry, @rateLimit, @filter, @tls, @clientKey, @ordering, @skipAfter, @signers, @status, @statusReason, 0,
             0, @createdAt, @updatedAt, 1)
        """;

    private readonly string _update = $"""
        UPDATE {tables.Endpoints}
        SET url = @url, events = @events, description = @description, metadata = @metadata, headers = @headers, retry = @retry,
            rate_limit = @rateLimit, filter = @filter, tls = @tls, client_key = @clientKey, ordering = @ordering, skip_after = @skipAfter, signers = @signers,
            failing_since = CASE WHEN url = @url THEN failing_since ELSE NULL END,
            circuit_opened_at = CASE WHEN url = @url THEN circuit_opened_at ELSE NULL END,
            circuit_open_until = CASE WHEN url = @url THEN circuit_open_until ELSE NULL END,
            circuit_openings = CASE WHEN url = @url THEN circuit_openings ELSE 0 END,
            circuit_interventions = CASE WHEN url = @url THEN circuit_interventions ELSE circuit_interventions + 1 END,
            updated_at = @updatedAt, revision = revision + 1
        WHERE id = @id AND revision = @revision
        """;

    private readonly string _setStatus = $"""
        UPDATE {tables.Endpoints}
        SET status = @status, status_reason = @reason,
            failing_since = CASE WHEN @status = {(int)EndpointStatus.Enabled} THEN NULL ELSE failing_since END,
            circuit_opened_at = CASE WHEN @status = {(int)EndpointStatus.Enabled} THEN NULL ELSE circuit_opened_at END,
            circuit_open_until = CASE WHEN @status = {(int)EndpointStatus.Enabled} THEN NULL ELSE circuit_open_until END,
            circuit_openings = CASE WHEN @status = {(int)EndpointStatus.Enabled} THEN 0 ELSE circuit_openings END,
            circuit_interventions = CASE WHEN @status = {(int)EndpointStatus.Enabled} THEN circuit_interventions + 1 ELSE circuit_interventions END,
            updated_at = @at, revision = revision + 1
        WHERE id = @id AND (@owner IS NULL OR owner = @owner) AND (@from IS NULL OR status = @from)
        """;

    private readonly string _delete = $"DELETE FROM {tables.Endpoints} WHERE id = @id AND (@owner IS NULL OR owner = @owner)";

    private readonly string _insertSecret = $"""
        INSERT INTO {tables.Secrets} (endpoint_id, position, id, protected, created_at, expires_at)
        VALUES (@endpoint, @position, @id, @bytes, @createdAt, @expiresAt)
        """;

    private readonly string _deleteSecrets = $"DELETE FROM {tables.Secrets} WHERE endpoint_id = @id";

    private readonly string _subscribe = $"""
        INSERT INTO {tables.Subscriptions} (owner, pattern, endpoint_id, ordering)
        SELECT DISTINCT endpoint.owner, pattern, endpoint.id, endpoint.ordering
        FROM {tables.Endpoints} AS endpoint
        CROSS JOIN unnest(endpoint.events) AS pattern
        WHERE endpoint.id = @id AND endpoint.status <> {(int)EndpointStatus.Disabled}
        """;

    private readonly string _unsubscribe = $"DELETE FROM {tables.Subscriptions} WHERE endpoint_id = @id";

    public async Task InsertAsync(NpgsqlConnection connection, EndpointRecord record)
    {
        await connection.ExecuteAsync(_insert, RowOf(record, revision: 1)).ConfigureAwait(false);
        await WriteSecretsAsync(connection, record).ConfigureAwait(false);
        await connection.ExecuteAsync(_subscribe, new { id = record.Endpoint.Id.Value }).ConfigureAwait(false);
    }

    /// <summary>Answers false where the endpoint does not exist or has another revision.</summary>
    public async Task<bool> UpdateAsync(NpgsqlConnection connection, EndpointRecord record, long expectedRevision)
    {
        if (await connection.ExecuteAsync(_update, RowOf(record, expectedRevision)).ConfigureAwait(false) == 0)
        {
            return false;
        }

        var id = record.Endpoint.Id.Value;
        await connection.ExecuteAsync(_deleteSecrets, new { id }).ConfigureAwait(false);
        await WriteSecretsAsync(connection, record).ConfigureAwait(false);
        await SubscribeAsync(connection, id).ConfigureAwait(false);
        return true;
    }

    public async Task<bool> SetStatusAsync(NpgsqlConnection connection, EndpointStatusChange change)
    {
        var row = new { id = change.Id.Value, owner = change.Owner, status = (short)change.Status, from = (short?)change.From, reason = change.Reason, at = change.At.ToColumn() };
        if (await connection.ExecuteAsync(_setStatus, row).ConfigureAwait(false) == 0)
        {
            return false;
        }

        await SubscribeAsync(connection, change.Id.Value).ConfigureAwait(false);
        return true;
    }

    public async Task<bool> DeleteAsync(NpgsqlConnection connection, EndpointDeletion deletion)
    {
        var id = deletion.Id.Value;
        if (await connection.ExecuteAsync(_delete, new { id, owner = deletion.Owner }).ConfigureAwait(false) == 0)
        {
            return false;
        }

        await connection.ExecuteAsync($"{_deleteSecrets}; {_unsubscribe}", new { id }).ConfigureAwait(false);
        return true;
    }

    // The row of the endpoint is locked by then, so that changes of its subscriptions come one after the other.
    private async Task SubscribeAsync(NpgsqlConnection connection, long id) =>
        await connection.ExecuteAsync($"{_unsubscribe}; {_subscribe}", new { id }).ConfigureAwait(false);

    private async Task WriteSecretsAsync(NpgsqlConnection connection, EndpointRecord record)
    {
        for (var i = 0; i < record.Secrets.Count; i++)
        {
            var secret = record.Secrets[i];
            await connection.ExecuteAsync(
                _insertSecret,
                new
                {
                    endpoint = record.Endpoint.Id.Value,
                    position = (short)i,
                    id = secret.Id,
                    bytes = secret.Protected.ToArray(),
                    createdAt = secret.CreatedAt.ToColumn(),
                    expiresAt = secret.ExpiresAt.ToColumn(),
                }).ConfigureAwait(false);
        }
    }

    private static object RowOf(EndpointRecord record, long revision) => new
    {
        id = record.Endpoint.Id.Value,
        owner = record.Endpoint.Owner,
        url = record.Endpoint.Url,
        events = record.Endpoint.Events.ToArray(),
        description = record.Endpoint.Description,
        metadata = JsonColumns.Write(record.Endpoint.Metadata),
        headers = JsonColumns.Write(record.Endpoint.Headers),
        retry = JsonColumns.Write(record.Endpoint.Retry),
        rateLimit = JsonColumns.Write(record.Endpoint.RateLimit),
        filter = record.Endpoint.Filter,
        tls = JsonColumns.Write(record.Endpoint.Tls),
        clientKey = record.ClientKey.IsEmpty ? null : record.ClientKey.ToArray(),
        ordering = (short)OrderingColumns.Write(record.Endpoint.Ordering),
        skipAfter = (short?)record.Endpoint.Ordering?.SkipAfter,
        signers = JsonColumns.WriteSigners(record.Endpoint.Signers),
        status = (short)record.Endpoint.Status,
        statusReason = record.Endpoint.StatusReason,
        createdAt = record.Endpoint.CreatedAt.ToColumn(),
        updatedAt = record.Endpoint.UpdatedAt.ToColumn(),
        revision,
    };
}
