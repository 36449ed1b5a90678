using WebhookKit.Relational.Values;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Sqlite.Values;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Deliveries;

/// <summary>
/// Moves deliveries on. The attempt number that a queue row shows is the guard; the number and the epoch together name an
/// attempt, so that the same outcome is recognised when it comes again.
/// </summary>
internal sealed class OutcomeRecorder(SqliteTables tables)
{
    private readonly string _end = $"""
        DELETE FROM {tables.Queue} WHERE key = $key AND endpoint_id = $endpoint_id AND attempts = $made
        """;

    private readonly string _retry = $"""
        UPDATE {tables.Queue} SET attempts = $number, due_at = $due_at
        WHERE key = $key AND endpoint_id = $endpoint_id AND attempts = $made
        """;

    private readonly string _bury = $"""
        INSERT INTO {tables.DeadLetters} (key, endpoint_id, reason, attempts, ended_at)
        VALUES ($key, $endpoint_id, $reason, $attempts, $ended_at)
        """;

    private readonly string _findAttempt = $"""
        SELECT is_stale FROM {tables.Attempts}
        WHERE key = $key AND endpoint_id = $endpoint_id AND number = $number AND epoch = $epoch
        """;

    private readonly string _append = $"""
        INSERT INTO {tables.Attempts}
            (key, endpoint_id, number, epoch, outcome, is_stale, succeeded_at, filtered_at, started_at, duration, next_attempt_at,
             status_code, error, response_excerpt)
        VALUES
            ($key, $endpoint_id, $number, $epoch, $outcome, $is_stale, $succeeded_at, $filtered_at, $started_at, $duration, $next_attempt_at,
             $status_code, $error, $response_excerpt)
        """;

    private readonly OrderedDeliveries _ordered = new(tables);

    public RecordResult Record(SqliteSession session, OutcomeBatch batch)
    {
        var applied = new bool[batch.Outcomes.Count];
        for (var i = 0; i < applied.Length; i++)
        {
            applied[i] = Record(session, batch.Outcomes[i]);
            _ordered.UseUp(session, batch.Outcomes[i]);
        }

        return new RecordResult { Applied = applied };
    }

    private bool Record(SqliteSession session, DeliveryOutcome outcome)
    {
        var key = outcome.Delivery.Key.ToKey();
        if (Apply(session, key, outcome))
        {
            Append(session, key, outcome, isStale: false);
            return true;
        }

        using (var known = session.Query(
            _findAttempt,
            ("$key", key),
            ("$endpoint_id", outcome.Delivery.Endpoint.Value),
            ("$number", outcome.Attempt.Number),
            ("$epoch", outcome.Epoch)))
        {
            if (known.Read())
            {
                return !known.GetBoolean(0);
            }
        }

        Append(session, key, outcome, isStale: true);
        return false;
    }

    private bool Apply(SqliteSession session, byte[] key, DeliveryOutcome outcome)
    {
        var endpoint = outcome.Delivery.Endpoint.Value;
        var made = outcome.Attempt.Number - 1;

        if (outcome.Transition == DeliveryTransition.Retry)
        {
            var dueAt = outcome.Attempt.NextAttemptAt
                ?? throw new ArgumentException($"The outcome of {outcome.Delivery} is a retry, but does not say when.", nameof(outcome));
            return session.Execute(
                _retry,
                ("$number", outcome.Attempt.Number),
                ("$due_at", dueAt.ToMicroseconds()),
                ("$key", key),
                ("$endpoint_id", endpoint),
                ("$made", made)) == 1;
        }

        if (session.Execute(_end, ("$key", key), ("$endpoint_id", endpoint), ("$made", made)) == 0)
        {
            return false;
        }

        if (outcome.Transition == DeliveryTransition.GiveUp)
        {
            session.Execute(
                _bury,
                ("$key", key),
                ("$endpoint_id", endpoint),
                ("$reason", (int)(outcome.DeadReason ?? DeadLetterReason.AttemptsExhausted)),
                ("$attempts", outcome.Attempt.Number),
                ("$ended_at", outcome.At.ToMicroseconds()));
        }

        return true;
    }

    private void Append(SqliteSession session, byte[] key, DeliveryOutcome outcome, bool isStale)
    {
        var attempt = outcome.Attempt;
        DeliveryTransition? transition = isStale ? null : outcome.Transition;
        session.Execute(
            _append,
            ("$key", key),
            ("$endpoint_id", outcome.Delivery.Endpoint.Value),
            ("$number", attempt.Number),
            ("$epoch", outcome.Epoch),
            ("$outcome", (int)attempt.Outcome),
            ("$is_stale", isStale),
            ("$succeeded_at", transition == DeliveryTransition.Succeed ? outcome.At.ToMicroseconds() : null),
            ("$filtered_at", transition == DeliveryTransition.Filter ? outcome.At.ToMicroseconds() : null),
            ("$started_at", attempt.StartedAt.ToMicroseconds()),
            ("$duration", (long)attempt.Duration.TotalMicroseconds),
            ("$next_attempt_at", attempt.NextAttemptAt.ToMicroseconds()),
            ("$status_code", attempt.StatusCode),
            ("$error", attempt.Error),
            ("$response_excerpt", attempt.ResponseExcerpt));
    }
}
