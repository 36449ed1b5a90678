using Dapper;
using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Deliveries;

/// <summary>What is written for deliveries in order alone.</summary>
internal sealed class OrderedDeliveries(PostgreSqlTables tables)
{
    // Whoever records late, or again, takes nothing back.
    private readonly string _useUp = $"""
        INSERT INTO {tables.Sequences} AS sequence (endpoint_id, ordering_key, last, used_at)
        SELECT used.endpoint_id, used.ordering_key, MAX(used.last), MAX(used.used_at)
        FROM unnest($1, $2, $3, $4) AS used (endpoint_id, ordering_key, last, used_at)
        GROUP BY used.endpoint_id, used.ordering_key
        ORDER BY used.endpoint_id, used.ordering_key
        ON CONFLICT (endpoint_id, ordering_key) DO UPDATE
        SET last = GREATEST(sequence.last, excluded.last), used_at = GREATEST(sequence.used_at, excluded.used_at)
        """;

    private readonly string _postpone = $"""
        UPDATE {tables.Queue} AS queued SET due_at = @until
        FROM unnest(@keys, @endpoints) AS waiting (key, endpoint_id)
        WHERE queued.key = waiting.key AND queued.endpoint_id = waiting.endpoint_id AND queued.due_at < @until
        """;

    /// <summary>Notes the numbers that outcomes use up; null where there are none.</summary>
    public NpgsqlBatchCommand? UseUp(IEnumerable<DeliveryOutcome> outcomes)
    {
        var ordered = outcomes.Where(outcome => outcome.OrderingKey is not null).ToArray();
        if (ordered.Length == 0)
        {
            return null;
        }

        var command = new NpgsqlBatchCommand(_useUp);
        command.Parameters.AddTyped(Array.ConvertAll(ordered, outcome => outcome.Delivery.Endpoint.Value));
        command.Parameters.AddTyped(Array.ConvertAll(ordered, outcome => outcome.OrderingKey));
        command.Parameters.AddTyped(Array.ConvertAll(ordered, outcome => outcome.Sequence));
        command.Parameters.AddTyped(Array.ConvertAll(ordered, outcome => outcome.At.ToColumn()));
        return command;
    }

    public Task<int> PostponeAsync(
        NpgsqlConnection connection, IReadOnlyCollection<DeliveryId> deliveries, DateTimeOffset until, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            _postpone,
            new
            {
                keys = deliveries.Select(delivery => delivery.Key).ToArray(),
                endpoints = deliveries.Select(delivery => delivery.Endpoint.Value).ToArray(),
                until = until.ToColumn(),
            },
            cancellationToken: cancellationToken));
}
