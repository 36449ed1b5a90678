using Dapper;
using Npgsql;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Jobs;

/// <summary>Reads jobs.</summary>
internal sealed class JobReader(PostgreSqlTables tables)
{
    private readonly string _select = $"""
        SELECT id AS Id, kind AS Kind, owner AS Owner, selection AS Selection, rate AS Rate, status AS Status, failure_reason AS FailureReason,
               total AS Total, done AS Done, skipped AS Skipped, position AS Position, requested_by AS RequestedBy, created_at AS CreatedAt,
               started_at AS StartedAt, updated_at AS UpdatedAt, ended_at AS EndedAt, revision AS Revision
        FROM {tables.Jobs}
        """;

    public async Task<JobRecord?> FindAsync(NpgsqlConnection connection, JobId id, string? owner)
    {
        var row = await connection
            .QuerySingleOrDefaultAsync<JobRow>($"{_select} WHERE id = @id AND (@owner IS NULL OR owner = @owner)", new { id = id.Value, owner })
            .ConfigureAwait(false);
        return row?.ToRecord();
    }

    public async Task<JobPage> ListAsync(NpgsqlConnection connection, JobListQuery query, CancellationToken cancellationToken)
    {
        var sql = $"""
            {_select}
            WHERE TRUE
            {(query.Owner is null ? "" : "AND owner = @owner")}
            {(query.HasEnded switch { true => "AND ended_at IS NOT NULL", false => "AND ended_at IS NULL", null => "" })}
            {(query.After is null ? "" : "AND id < @after")}
            ORDER BY id DESC
            LIMIT @limit
            """;
        var parameters = new { owner = query.Owner, after = query.After, limit = query.Limit + 1 };
        var found = (await connection
            .QueryAsync<JobRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))
            .ConfigureAwait(false)).AsList();
        return new JobPage { Items = [.. found.Take(query.Limit).Select(row => row.ToRecord())], HasMore = found.Count > query.Limit };
    }
}
