using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Values;

namespace WebhookKit.PostgreSql.Retention;

/// <summary>Removes the numbers of ordering keys that nothing was sent with for long.</summary>
internal sealed class SequencePurger(PostgreSqlTables tables)
{
    private readonly string _purge = $"""
        DELETE FROM {tables.Sequences}
        WHERE (endpoint_id, ordering_key) IN (
            SELECT endpoint_id, ordering_key FROM {tables.Sequences} WHERE used_at < $1 ORDER BY used_at LIMIT $2)
        """;

    public async Task PurgeAsync(NpgsqlConnection connection, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(_purge, connection);
        await using var commandDisposal = command.ConfigureAwait(false);
        command.Parameters.AddTyped(before.ToColumn());
        command.Parameters.AddTyped((long)limit);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
