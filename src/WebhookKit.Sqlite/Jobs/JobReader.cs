using Dapper;
using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Jobs;

/// <summary>Reads jobs.</summary>
internal sealed class JobReader(SqliteTables tables)
{
    private readonly string _select = $"""
        SELECT id AS Id, kind AS Kind, owner AS Owner, selection AS Selection, rate AS Rate, status AS Status, failure_reason AS FailureReason,
               total AS Total, done AS Done, skipped AS Skipped, position AS Position, requested_by AS RequestedBy, created_at AS CreatedAt,
               started_at AS StartedAt, updated_at AS UpdatedAt, ended_at AS EndedAt, revision AS Revision
        FROM {tables.Jobs}
        """;

    public JobRecord? Find(SqliteSession session, JobId id, string? owner) =>
        session.Connection
            .QuerySingleOrDefault<JobRow>($"{_select} WHERE id = $id AND ($owner IS NULL OR owner = $owner)", new { id = id.Value.ToKey(), owner })
            ?.ToRecord();

    public JobPage List(SqliteSession session, JobListQuery query)
    {
        var sql = $"""
            {_select}
            WHERE TRUE
            {(query.Owner is null ? "" : "AND owner = $owner")}
            {(query.HasEnded switch { true => "AND ended_at IS NOT NULL", false => "AND ended_at IS NULL", null => "" })}
            {(query.After is null ? "" : "AND id < $after")}
            ORDER BY id DESC
            LIMIT $limit
            """;
        var found = session.Connection
            .Query<JobRow>(sql, new { owner = query.Owner, after = query.After?.ToKey(), limit = query.Limit + 1 })
            .AsList();
        return new JobPage { Items = [.. found.Take(query.Limit).Select(row => row.ToRecord())], HasMore = found.Count > query.Limit };
    }
}
