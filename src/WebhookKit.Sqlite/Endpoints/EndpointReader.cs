using Microsoft.Data.Sqlite;
using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Endpoints;

/// <summary>Reads endpoints with their secrets.</summary>
internal sealed class EndpointReader(SqliteTables tables)
{
    private const string Columns = """
        id, owner, url, events, description, metadata, headers, retry, rate_limit, status, status_reason, failing_since, circuit_opened_at,
        circuit_open_until, circuit_openings, circuit_interventions, created_at, updated_at, revision, filter, ordering,
        skip_after, signers, tls, client_key
        """;

    private readonly string _findHead = $"SELECT status, revision FROM {tables.Endpoints} WHERE id = $id";

    private readonly string _find = $"SELECT {Columns} FROM {tables.Endpoints} WHERE id = $id";

    private readonly string _list = $"SELECT {Columns} FROM {tables.Endpoints} WHERE id > $after ORDER BY id LIMIT $limit";

    private readonly string _listOfOwner = $"""
        SELECT {Columns} FROM {tables.Endpoints} WHERE owner = $owner AND id > $after ORDER BY id LIMIT $limit
        """;

    private readonly string _secrets = $"""
        SELECT id, protected, created_at, expires_at FROM {tables.Secrets} WHERE endpoint_id = $id ORDER BY position
        """;

    public EndpointHead? FindHead(SqliteSession session, EndpointId id)
    {
        using var reader = session.Query(_findHead, ("$id", id.Value));
        return reader.Read() ? new EndpointHead((EndpointStatus)reader.GetInt32(0), reader.GetInt64(1)) : null;
    }

    public EndpointRecord? Find(SqliteSession session, EndpointId id)
    {
        using var reader = session.Query(_find, ("$id", id.Value));
        return reader.Read() ? ReadRecord(session, reader) : null;
    }

    /// <summary>One more than the limit, where there is one, so that the caller sees that there are more.</summary>
    public List<EndpointRecord> List(SqliteSession session, EndpointListQuery query)
    {
        var after = query.After?.Value ?? -1;
        var records = new List<EndpointRecord>();
        using var reader = query.Owner is null
            ? session.Query(_list, ("$after", after), ("$limit", query.Limit + 1))
            : session.Query(_listOfOwner, ("$owner", query.Owner), ("$after", after), ("$limit", query.Limit + 1));
        while (reader.Read())
        {
            records.Add(ReadRecord(session, reader));
        }

        return records;
    }

    private EndpointRecord ReadRecord(SqliteSession session, SqliteDataReader reader)
    {
        var id = new EndpointId(reader.GetInt64(0));
        return new EndpointRecord
        {
            Endpoint = new WebhookEndpoint
            {
                Id = id,
                Owner = reader.GetString(1),
                Url = reader.GetString(2),
                Events = JsonColumns.ReadList(reader.GetString(3)),
                Description = TextOrNull(reader, 4),
                Metadata = JsonColumns.ReadDictionary(TextOrNull(reader, 5)),
                Headers = JsonColumns.ReadDictionary(TextOrNull(reader, 6)),
                Retry = JsonColumns.ReadRetry(TextOrNull(reader, 7)),
                RateLimit = JsonColumns.ReadRateLimit(TextOrNull(reader, 8)),
                Filter = JsonColumns.ReadFilter(TextOrNull(reader, 19)),
                Tls = JsonColumns.ReadTls(TextOrNull(reader, 23)),
                Ordering = OrderingColumns.Read(reader.GetInt32(20), reader.IsDBNull(21) ? null : reader.GetInt32(21)),
                Signers = JsonColumns.ReadSigners(TextOrNull(reader, 22)),
                Status = (EndpointStatus)reader.GetInt32(9),
                StatusReason = TextOrNull(reader, 10),
                FailingSince = MomentOrNull(reader, 11),
                Circuit = CircuitColumns.Read(MomentOrNull(reader, 12), MomentOrNull(reader, 13), reader.GetInt32(14)),
                CreatedAt = SqliteTime.ToMoment(reader.GetInt64(16)),
                UpdatedAt = SqliteTime.ToMoment(reader.GetInt64(17)),
            },
            Secrets = ReadSecrets(session, id),
            ClientKey = reader.IsDBNull(24) ? default : reader.GetFieldValue<byte[]>(24),
            CircuitInterventions = reader.GetInt32(15),
            Revision = reader.GetInt64(18),
        };
    }

    private List<StoredSecret> ReadSecrets(SqliteSession session, EndpointId id)
    {
        var secrets = new List<StoredSecret>();
        using var reader = session.Query(_secrets, ("$id", id.Value));
        while (reader.Read())
        {
            secrets.Add(new StoredSecret
            {
                Id = BinaryKey.ToGuid(reader.GetFieldValue<byte[]>(0)),
                Protected = reader.GetFieldValue<byte[]>(1),
                CreatedAt = SqliteTime.ToMoment(reader.GetInt64(2)),
                ExpiresAt = MomentOrNull(reader, 3),
            });
        }

        return secrets;
    }

    private static DateTimeOffset? MomentOrNull(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : SqliteTime.ToMoment(reader.GetInt64(column));

    private static string? TextOrNull(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
