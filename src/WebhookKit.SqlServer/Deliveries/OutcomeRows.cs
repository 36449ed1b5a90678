using System.Data;
using Microsoft.Data.SqlClient.Server;
using WebhookKit.Relational.Values;
using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Values;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Deliveries;

/// <summary>Rows of the type <c>outcome_rows</c>.</summary>
internal static class OutcomeRows
{
    private static readonly SqlMetaData[] Columns =
    [
        new("key", SqlDbType.Binary, BinaryKey.Size),
        new("endpoint_id", SqlDbType.BigInt),
        new("number", SqlDbType.Int),
        new("epoch", SqlDbType.BigInt),
        new("transition", SqlDbType.SmallInt),
        new("started_at", SqlDbType.DateTime2),
        new("duration", SqlDbType.BigInt),
        new("ended_at", SqlDbType.DateTime2),
        new("next_attempt_at", SqlDbType.DateTime2),
        new("outcome", SqlDbType.SmallInt),
        new("status_code", SqlDbType.SmallInt),
        new("dead_reason", SqlDbType.SmallInt),
        new("error", SqlDbType.NVarChar, SqlMetaData.Max),
        new("response_excerpt", SqlDbType.NVarChar, SqlMetaData.Max),
        new("ordering_key", SqlDbType.NVarChar, SqlValues.OrderingKeySize),
        new("sequence", SqlDbType.BigInt),
    ];

    public static IEnumerable<SqlDataRecord> Of(IReadOnlyList<DeliveryOutcome> outcomes)
    {
        var row = new SqlDataRecord(Columns);
        foreach (var outcome in outcomes)
        {
            row.SetKey(0, outcome.Delivery.Key);
            row.SetInt64(1, outcome.Delivery.Endpoint.Value);
            row.SetInt32(2, outcome.Attempt.Number);
            row.SetInt64(3, outcome.Epoch);
            row.SetSmall(4, (int)outcome.Transition);
            row.SetMoment(5, outcome.Attempt.StartedAt);
            row.SetInt64(6, (long)outcome.Attempt.Duration.TotalMicroseconds);
            row.SetMoment(7, outcome.At);
            row.SetMoment(8, outcome.Attempt.NextAttemptAt);
            row.SetSmall(9, (int)outcome.Attempt.Outcome);
            row.SetSmall(10, outcome.Attempt.StatusCode);
            row.SetSmall(11, DeadReasonOf(outcome));
            row.SetText(12, outcome.Attempt.Error);
            row.SetText(13, outcome.Attempt.ResponseExcerpt);
            row.SetText(14, outcome.OrderingKey);
            row.SetInt64(15, outcome.Sequence);
            yield return row;
        }
    }

    private static int? DeadReasonOf(DeliveryOutcome outcome) =>
        outcome.Transition == DeliveryTransition.GiveUp ? (int)(outcome.DeadReason ?? DeadLetterReason.AttemptsExhausted) : null;
}
