using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.SqlServer.Emulation.Sessions;

namespace WebhookKit.SqlServer.Emulation.Scripted;

/// <summary>Keeps up with transactions and answers from the script.</summary>
internal sealed class ScriptedSession(ScriptedBackEnd backEnd) : ISqlSession
{
    private static ulong _lastTransaction;

    public ulong Transaction { get; private set; }

    public bool HasCommitted { get; private set; }

    public Task<SqlAnswer> RunAsync(SqlRequest request, CancellationToken cancellationToken)
    {
        var answer = new SqlAnswer();
        switch (request.Kind)
        {
            case SqlRequestKind.Begin:
                Transaction = Interlocked.Increment(ref _lastTransaction);
                break;
            case SqlRequestKind.Commit:
            case SqlRequestKind.Rollback when request.Text.Length == 0:
                (Transaction, HasCommitted) = (0, request.Kind == SqlRequestKind.Commit);
                break;
            case SqlRequestKind.Batch or SqlRequestKind.Procedure:
                answer.Results.Add(ResultOf(backEnd.Find(request)));
                answer.Outputs.AddRange(OutputsOf(request));
                break;
        }

        return Task.FromResult(answer);
    }

    public Task FailAsync(SqlServerError? error)
    {
        Transaction = error is { EndsTransaction: true } ? 0 : Transaction;
        return Task.CompletedTask;
    }

    public Task ResetAsync(bool keepsTransaction, CancellationToken cancellationToken)
    {
        Transaction = keepsTransaction ? Transaction : 0;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // The driver itself asks whether it is still in a transaction, after a commit that failed.
    private IEnumerable<OutputValue> OutputsOf(SqlRequest request) => request.Parameters
        .Select((parameter, i) => (parameter, i))
        .Where(pair => pair.parameter is { IsOutput: true, Type: not null })
        .Select(pair => new OutputValue(pair.i, pair.parameter.Name, pair.parameter.Type!, IsTransactionCount(request) ? TransactionCount : null));

    private int TransactionCount => Transaction == 0 ? 0 : 1;

    private static bool IsTransactionCount(SqlRequest request) => request.Text.EndsWith("@@trancount", StringComparison.OrdinalIgnoreCase);

    private static StatementResult ResultOf(ScriptedAnswer answer) => answer.Columns.Count == 0
        ? new StatementResult(StatementKind.Update) { Count = answer.Changed }
        : new StatementResult(StatementKind.Select)
        {
            Columns = [.. answer.Columns.Select(column => new ResultColumn(column.Name, column.Type))],
            Rows = answer.Rows,
            Count = answer.Rows.Count,
        };
}
