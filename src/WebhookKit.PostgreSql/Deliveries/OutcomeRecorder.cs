using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Deliveries;

/// <summary>
/// Moves deliveries on. The attempt number that a queue row shows is the guard; the number and the epoch together name an
/// attempt, so that the same outcome is recognised when it comes again. Successes, which are most, have a statement of
/// their own: it carries half as much.
/// </summary>
internal sealed class OutcomeRecorder(PostgreSqlDatabase database)
{
    private readonly string _succeed = $"""
        WITH ended AS (
            DELETE FROM {database.Tables.Queue} AS queued
            USING unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                AS outcome (key, endpoint_id, number, epoch, started_at, duration, succeeded_at, code, status_code, response_excerpt)
            WHERE queued.key = outcome.key AND queued.endpoint_id = outcome.endpoint_id AND queued.attempts = outcome.number - 1
            RETURNING outcome.*
        )
        INSERT INTO {database.Tables.Attempts}
            (key, endpoint_id, number, epoch, started_at, duration, succeeded_at, outcome, status_code, response_excerpt, is_stale)
        SELECT *, FALSE FROM ended
        """;

    private readonly string _filter = $"""
        WITH ended AS (
            DELETE FROM {database.Tables.Queue} AS queued
            USING unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                AS outcome (key, endpoint_id, number, epoch, started_at, duration, filtered_at, code, status_code, response_excerpt, error)
            WHERE queued.key = outcome.key AND queued.endpoint_id = outcome.endpoint_id AND queued.attempts = outcome.number - 1
            RETURNING outcome.*
        )
        INSERT INTO {database.Tables.Attempts}
            (key, endpoint_id, number, epoch, started_at, duration, filtered_at, outcome, status_code, response_excerpt, error, is_stale)
        SELECT *, FALSE FROM ended
        """;

    private readonly string _fail = $"""
        WITH outcome AS MATERIALIZED (
            SELECT *
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                AS outcome (key, endpoint_id, number, epoch, started_at, duration, ended_at, code, status_code, response_excerpt, error,
                            next_attempt_at, dead_reason)
        ), ended AS (
            DELETE FROM {database.Tables.Queue} AS queued
            USING outcome
            WHERE outcome.dead_reason IS NOT NULL
                AND queued.key = outcome.key AND queued.endpoint_id = outcome.endpoint_id AND queued.attempts = outcome.number - 1
            RETURNING outcome.*
        ), kept AS (
            UPDATE {database.Tables.Queue} AS queued
            SET attempts = outcome.number, due_at = outcome.next_attempt_at
            FROM outcome
            WHERE outcome.dead_reason IS NULL
                AND queued.key = outcome.key AND queued.endpoint_id = outcome.endpoint_id AND queued.attempts = outcome.number - 1
            RETURNING outcome.*
        ), buried AS (
            INSERT INTO {database.Tables.DeadLetters} (key, endpoint_id, reason, attempts, ended_at)
            SELECT key, endpoint_id, dead_reason, number, ended_at FROM ended
        )
        INSERT INTO {database.Tables.Attempts}
            (key, endpoint_id, number, epoch, started_at, duration, outcome, status_code, response_excerpt, error, next_attempt_at, is_stale)
        SELECT key, endpoint_id, number, epoch, started_at, duration, code, status_code, response_excerpt, error, next_attempt_at, FALSE
        FROM (SELECT * FROM ended UNION ALL SELECT * FROM kept) AS moved
        """;

    private readonly string _settings = HotBatch.ForKeysOf(database.Tables.Queue);
    private readonly StaleOutcomes _stale = new(database.Tables);
    private readonly OrderedDeliveries _ordered = new(database.Tables);

    public async Task<RecordResult> RecordAsync(NpgsqlConnection connection, IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        var succeeded = outcomes.Where(outcome => outcome.Transition == DeliveryTransition.Succeed).ToList();
        var filtered = outcomes.Where(outcome => outcome.Transition == DeliveryTransition.Filter).ToList();
        var failed = outcomes.Where(outcome => outcome.Transition is DeliveryTransition.Retry or DeliveryTransition.GiveUp).ToList();

        var batch = HotBatch.Create(connection, _settings);
        await using var batchDisposal = batch.ConfigureAwait(false);
        if (succeeded.Count > 0)
        {
            batch.BatchCommands.Add(OutcomeColumns.Succeeded(_succeed, succeeded));
        }

        if (filtered.Count > 0)
        {
            batch.BatchCommands.Add(OutcomeColumns.Filtered(_filter, filtered));
        }

        if (failed.Count > 0)
        {
            batch.BatchCommands.Add(OutcomeColumns.Failed(_fail, failed));
        }

        var moving = batch.BatchCommands.Count;
        if (_ordered.UseUp(outcomes) is { } numbers)
        {
            batch.BatchCommands.Add(numbers);
        }

        if (database.Prepares)
        {
            await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        var moved = MovedBy(batch, moving);

        return new RecordResult
        {
            Applied = moved == outcomes.Count
                ? AllApplied(moved)
                : await _stale.SettleAsync(connection, outcomes, cancellationToken).ConfigureAwait(false),
        };
    }

    // Each of these statements counts what it appended to the log, which is what it moved. The first one is not the store's own.
    private static int MovedBy(NpgsqlBatch batch, int moving)
    {
        var moved = 0UL;
        for (var i = 1; i < moving; i++)
        {
            moved += batch.BatchCommands[i].Rows;
        }

        return (int)moved;
    }

    private static bool[] AllApplied(int count)
    {
        var applied = new bool[count];
        Array.Fill(applied, true);
        return applied;
    }
}
