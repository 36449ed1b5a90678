using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Deliveries;

/// <summary>Turns outcomes into the arrays that the statements of <see cref="OutcomeRecorder"/> unnest.</summary>
internal static class OutcomeColumns
{
    public static NpgsqlBatchCommand Succeeded(string sql, List<DeliveryOutcome> outcomes)
    {
        var command = new NpgsqlBatchCommand(sql);
        AddCommon(command.Parameters, outcomes);
        return command;
    }

    public static NpgsqlBatchCommand Filtered(string sql, List<DeliveryOutcome> outcomes)
    {
        var command = Succeeded(sql, outcomes);
        command.Parameters.AddTyped(Column(outcomes, outcome => outcome.Attempt.Error));
        return command;
    }

    public static NpgsqlBatchCommand Failed(string sql, List<DeliveryOutcome> outcomes)
    {
        var command = Filtered(sql, outcomes);
        command.Parameters.AddTyped(Column(outcomes, NextAttemptOf));
        command.Parameters.AddTyped(Column(outcomes, DeadReasonOf));
        return command;
    }

    public static void AddNames(NpgsqlParameterCollection parameters, List<DeliveryOutcome> outcomes)
    {
        parameters.AddTyped(Column(outcomes, outcome => outcome.Delivery.Key));
        parameters.AddTyped(Column(outcomes, outcome => outcome.Delivery.Endpoint.Value));
        parameters.AddTyped(Column(outcomes, outcome => outcome.Attempt.Number));
        parameters.AddTyped(Column(outcomes, outcome => outcome.Epoch));
    }

    private static void AddCommon(NpgsqlParameterCollection parameters, List<DeliveryOutcome> outcomes)
    {
        AddNames(parameters, outcomes);
        parameters.AddTyped(Column(outcomes, outcome => outcome.Attempt.StartedAt.ToColumn()));
        parameters.AddTyped(Column(outcomes, outcome => (long)outcome.Attempt.Duration.TotalMicroseconds));
        parameters.AddTyped(Column(outcomes, outcome => outcome.At.ToColumn()));
        parameters.AddTyped(Column(outcomes, outcome => (short)outcome.Attempt.Outcome));
        parameters.AddTyped(Column(outcomes, outcome => (short?)outcome.Attempt.StatusCode));
        parameters.AddTyped(Column(outcomes, outcome => outcome.Attempt.ResponseExcerpt));
    }

    private static DateTime? NextAttemptOf(DeliveryOutcome outcome) =>
        outcome.Transition == DeliveryTransition.Retry && outcome.Attempt.NextAttemptAt is null
            ? throw new ArgumentException($"The outcome of {outcome.Delivery} is a retry, but does not say when.", nameof(outcome))
            : outcome.Attempt.NextAttemptAt.ToColumn();

    private static short? DeadReasonOf(DeliveryOutcome outcome) =>
        outcome.Transition == DeliveryTransition.GiveUp ? (short)(outcome.DeadReason ?? DeadLetterReason.AttemptsExhausted) : null;

    private static T[] Column<T>(List<DeliveryOutcome> outcomes, Func<DeliveryOutcome, T> read)
    {
        var column = new T[outcomes.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = read(outcomes[i]);
        }

        return column;
    }
}
