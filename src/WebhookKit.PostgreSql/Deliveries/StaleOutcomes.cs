using Dapper;
using Npgsql;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Deliveries;

/// <summary>
/// Looks at a batch of which some changed nothing: what is in the log was recorded now or before, and what is not was
/// overtaken and is appended as stale.
/// </summary>
internal sealed class StaleOutcomes(PostgreSqlTables tables)
{
    private readonly string _append = $"""
        INSERT INTO {tables.Attempts}
            (key, endpoint_id, number, epoch, started_at, duration, next_attempt_at, outcome, status_code, error, response_excerpt, is_stale)
        VALUES
            (@key, @endpoint, @number, @epoch, @startedAt, @duration, @nextAttemptAt, @outcome, @statusCode, @error, @responseExcerpt, TRUE)
        ON CONFLICT DO NOTHING
        """;

    private readonly string _isStale = $"""
        SELECT is_stale FROM {tables.Attempts}
        WHERE key = @key AND endpoint_id = @endpoint AND number = @number AND epoch = @epoch
        """;

    public async Task<bool[]> SettleAsync(NpgsqlConnection connection, IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        var applied = new bool[outcomes.Count];
        for (var i = 0; i < applied.Length; i++)
        {
            var row = RowOf(outcomes[i]);
            await connection.ExecuteAsync(new CommandDefinition(_append, row, cancellationToken: cancellationToken)).ConfigureAwait(false);
            applied[i] = !await connection
                .ExecuteScalarAsync<bool>(new CommandDefinition(_isStale, row, cancellationToken: cancellationToken))
                .ConfigureAwait(false);
        }

        return applied;
    }

    private static object RowOf(DeliveryOutcome outcome) => new
    {
        key = outcome.Delivery.Key,
        endpoint = outcome.Delivery.Endpoint.Value,
        number = outcome.Attempt.Number,
        epoch = outcome.Epoch,
        startedAt = outcome.Attempt.StartedAt.ToColumn(),
        duration = (long)outcome.Attempt.Duration.TotalMicroseconds,
        nextAttemptAt = outcome.Attempt.NextAttemptAt.ToColumn(),
        outcome = (short)outcome.Attempt.Outcome,
        statusCode = (short?)outcome.Attempt.StatusCode,
        error = outcome.Attempt.Error,
        responseExcerpt = outcome.Attempt.ResponseExcerpt,
    };
}
