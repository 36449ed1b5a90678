using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Endpoints;

/// <summary>Writes endpoints with their secrets, and keeps the subscriptions: those of endpoints that are not disabled, and no others.</summary>
internal sealed class EndpointWriter(SqliteTables tables)
{
    private readonly string _insert = $"""
        INSERT INTO {tables.Endpoints}
            (id, owner, url, events, description, metadata, headers, retry, rate_limit, filter, tls, client_key, ordering, skip_after, signers, status, status_reason,
             circuit_openings, circuit_interventions, created_at, updated_at, revision)
        VALUES
            ($id, $owner, $url, $events, $description, $metadata, $headers, $retry, $rate_limit, $filter, $tls, $client_key, $ordering, $skip_after, $signers, $status, $status_reason,
             0, 0, $created_at, $updated_at, 1)
        """;

    private readonly string _update = $"""
        UPDATE {tables.Endpoints}
        SET url = $url, events = $events, description = $description, metadata = $metadata, headers = $headers, retry = $retry,
            rate_limit = $rate_limit, filter = $filter, tls = $tls, client_key = $client_key, ordering = $ordering, skip_after = $skip_after, signers = $signers,
            failing_since = CASE WHEN url = $url THEN failing_since ELSE NULL END,
            circuit_opened_at = CASE WHEN url = $url THEN circuit_opened_at ELSE NULL END,
            circuit_open_until = CASE WHEN url = $url THEN circuit_open_until ELSE NULL END,
            circuit_openings = CASE WHEN url = $url THEN circuit_openings ELSE 0 END,
            circuit_interventions = CASE WHEN url = $url THEN circuit_interventions ELSE circuit_interventions + 1 END,
            updated_at = $updated_at, revision = revision + 1
        WHERE id = $id AND revision = $revision
        """;

    private readonly string _setStatus = $"""
        UPDATE {tables.Endpoints}
        SET status = $status, status_reason = $status_reason,
            failing_since = CASE WHEN $status = {(int)EndpointStatus.Enabled} THEN NULL ELSE failing_since END,
            circuit_opened_at = CASE WHEN $status = {(int)EndpointStatus.Enabled} THEN NULL ELSE circuit_opened_at END,
            circuit_open_until = CASE WHEN $status = {(int)EndpointStatus.Enabled} THEN NULL ELSE circuit_open_until END,
            circuit_openings = CASE WHEN $status = {(int)EndpointStatus.Enabled} THEN 0 ELSE circuit_openings END,
            circuit_interventions = CASE WHEN $status = {(int)EndpointStatus.Enabled} THEN circuit_interventions + 1 ELSE circuit_interventions END,
            updated_at = $updated_at, revision = revision + 1
        WHERE id = $id AND ($owner IS NULL OR owner = $owner) AND ($from IS NULL OR status = $from)
        """;

    private readonly string _delete = $"DELETE FROM {tables.Endpoints} WHERE id = $id AND ($owner IS NULL OR owner = $owner)";

    private readonly string _insertSecret = $"""
        INSERT INTO {tables.Secrets} (endpoint_id, position, id, protected, created_at, expires_at)
        VALUES ($endpoint_id, $position, $id, $protected, $created_at, $expires_at)
        """;

    private readonly string _deleteSecrets = $"DELETE FROM {tables.Secrets} WHERE endpoint_id = $id";

    private readonly string _subscribe = $"""
        INSERT OR IGNORE INTO {tables.Subscriptions} (owner, pattern, endpoint_id, ordering)
        SELECT endpoint.owner, pattern.value, endpoint.id, endpoint.ordering
        FROM {tables.Endpoints} AS endpoint, json_each(endpoint.events) AS pattern
        WHERE endpoint.id = $id AND endpoint.status <> {(int)EndpointStatus.Disabled}
        """;

    private readonly string _unsubscribe = $"DELETE FROM {tables.Subscriptions} WHERE endpoint_id = $id";

    public void Insert(SqliteSession session, EndpointRecord record)
    {
        var endpoint = record.Endpoint;
        session.Execute(
            _insert,
            ("$id", endpoint.Id.Value),
            ("$owner", endpoint.Owner),
            ("$url", endpoint.Url),
            ("$events", JsonColumns.Write(endpoint.Events)),
            ("$description", endpoint.Description),
            ("$metadata", JsonColumns.Write(endpoint.Metadata)),
            ("$headers", JsonColumns.Write(endpoint.Headers)),
            ("$retry", JsonColumns.Write(endpoint.Retry)),
            ("$rate_limit", JsonColumns.Write(endpoint.RateLimit)),
            ("$filter", endpoint.Filter),
            ("$tls", JsonColumns.Write(endpoint.Tls)),
            ("$client_key", record.ClientKey.IsEmpty ? null : record.ClientKey.ToArray()),
            ("$ordering", OrderingColumns.Write(endpoint.Ordering)),
            ("$skip_after", endpoint.Ordering?.SkipAfter),
            ("$signers", JsonColumns.WriteSigners(endpoint.Signers)),
            ("$status", (int)endpoint.Status),
            ("$status_reason", endpoint.StatusReason),
            ("$created_at", endpoint.CreatedAt.ToMicroseconds()),
            ("$updated_at", endpoint.UpdatedAt.ToMicroseconds()));
        WriteSecrets(session, record);
        Subscribe(session, endpoint.Id);
    }

    /// <summary>Answers false where the endpoint does not exist or has another revision.</summary>
    public bool Update(SqliteSession session, EndpointRecord record, long expectedRevision)
    {
        var endpoint = record.Endpoint;
        var updated = session.Execute(
            _update,
            ("$id", endpoint.Id.Value),
            ("$url", endpoint.Url),
            ("$events", JsonColumns.Write(endpoint.Events)),
            ("$description", endpoint.Description),
            ("$metadata", JsonColumns.Write(endpoint.Metadata)),
            ("$headers", JsonColumns.Write(endpoint.Headers)),
            ("$retry", JsonColumns.Write(endpoint.Retry)),
            ("$rate_limit", JsonColumns.Write(endpoint.RateLimit)),
            ("$filter", endpoint.Filter),
            ("$tls", JsonColumns.Write(endpoint.Tls)),
            ("$client_key", record.ClientKey.IsEmpty ? null : record.ClientKey.ToArray()),
            ("$ordering", OrderingColumns.Write(endpoint.Ordering)),
            ("$skip_after", endpoint.Ordering?.SkipAfter),
            ("$signers", JsonColumns.WriteSigners(endpoint.Signers)),
            ("$updated_at", endpoint.UpdatedAt.ToMicroseconds()),
            ("$revision", expectedRevision));
        if (updated == 0)
        {
            return false;
        }

        session.Execute(_deleteSecrets, ("$id", endpoint.Id.Value));
        WriteSecrets(session, record);
        Subscribe(session, endpoint.Id);
        return true;
    }

    public bool SetStatus(SqliteSession session, EndpointStatusChange change)
    {
        var updated = session.Execute(
            _setStatus,
            ("$id", change.Id.Value),
            ("$owner", change.Owner),
            ("$status", (int)change.Status),
            ("$from", (int?)change.From),
            ("$status_reason", change.Reason),
            ("$updated_at", change.At.ToMicroseconds()));
        if (updated > 0)
        {
            Subscribe(session, change.Id);
        }

        return updated > 0;
    }

    public bool Delete(SqliteSession session, EndpointDeletion deletion)
    {
        if (session.Execute(_delete, ("$id", deletion.Id.Value), ("$owner", deletion.Owner)) == 0)
        {
            return false;
        }

        session.Execute(_deleteSecrets, ("$id", deletion.Id.Value));
        session.Execute(_unsubscribe, ("$id", deletion.Id.Value));
        return true;
    }

    private void Subscribe(SqliteSession session, EndpointId id)
    {
        session.Execute(_unsubscribe, ("$id", id.Value));
        session.Execute(_subscribe, ("$id", id.Value));
    }

    private void WriteSecrets(SqliteSession session, EndpointRecord record)
    {
        for (var i = 0; i < record.Secrets.Count; i++)
        {
            var secret = record.Secrets[i];
            session.Execute(
                _insertSecret,
                ("$endpoint_id", record.Endpoint.Id.Value),
                ("$position", i),
                ("$id", secret.Id.ToKey()),
                ("$protected", secret.Protected.ToArray()),
                ("$created_at", secret.CreatedAt.ToMicroseconds()),
                ("$expires_at", secret.ExpiresAt.ToMicroseconds()));
        }
    }
}
