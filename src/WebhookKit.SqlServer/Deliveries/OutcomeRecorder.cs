using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Values;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Deliveries;

/// <summary>
/// Moves deliveries on. The attempt number that a queue row shows is the guard; the number and the epoch together name an
/// attempt, so that the same outcome is recognised when it comes again.
/// </summary>
internal sealed class OutcomeRecorder(SqlServerTables tables, DeliverySql sql)
{
    public async Task<RecordResult> RecordAsync(SqlSession session, IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        // Before anything is sent: rows are made while others are on their way.
        if (outcomes.FirstOrDefault(outcome => outcome.Transition == DeliveryTransition.Retry && outcome.Attempt.NextAttemptAt is null) is { } endless)
        {
            throw new ArgumentException($"The outcome of {endless.Delivery} is a retry, but does not say when.", nameof(outcomes));
        }

        var text = outcomes.All(outcome => outcome is { Transition: DeliveryTransition.Succeed, OrderingKey: null }) ? sql.RecordSuccesses : sql.Record;
        var moved = await session.ReadNumberAsync(text, ValuesOf(outcomes), cancellationToken).ConfigureAwait(false);

        return new RecordResult
        {
            Applied = moved == outcomes.Count
                ? [.. Enumerable.Repeat(true, moved)]
                : await SettleAsync(session, outcomes, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>
    /// Looks at a batch of which some changed nothing: what is in the log was recorded now or before, and what is not was
    /// overtaken and is appended as stale.
    /// </summary>
    private async Task<bool[]> SettleAsync(SqlSession session, IReadOnlyList<DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        var applied = new HashSet<DeliveryId>();
        var reader = await session.ReadAsync(sql.Settle, ValuesOf(outcomes), cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!reader.GetBoolean(2))
            {
                applied.Add(new DeliveryId(reader.GetKey(0), new EndpointId(reader.GetInt64(1))));
            }
        }

        return [.. outcomes.Select(outcome => applied.Contains(outcome.Delivery))];
    }

    private SqlValues ValuesOf(IReadOnlyList<DeliveryOutcome> outcomes) =>
        new SqlValues().Rows("@outcomes", tables.OutcomeRows, OutcomeRows.Of(outcomes));
}
