using WebhookKit.SqlServer.Emulation.Execution;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Translation;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>A batch that runs: its variables and its answer so far.</summary>
internal sealed class BatchRun(PostgreSqlSession session, BatchScope scope, SqlAnswer answer, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TableValue> _tables = new(StringComparer.Ordinal);

    public PostgreSqlSession Session { get; } = session;

    public BatchScope Scope { get; } = scope;

    public SqlAnswer Answer { get; } = answer;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public bool HasReturned { get; set; }

    /// <summary>The error that a CATCH block handles.</summary>
    public SqlServerError? Caught { get; set; }

    public void Set(string variable, object? value) => _values[variable] = value;

    public object? Get(string variable) => _values.GetValueOrDefault(variable);

    public void SetTable(string variable, TableValue table) => _tables[variable] = table;

    /// <summary>Runs steps one after the other, until one fails or the batch returns.</summary>
    public async Task RunAsync(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            if (HasReturned)
            {
                return;
            }

            await RunAsync(step);
        }
    }

    /// <summary>Runs a statement and gives what it answered, without showing it to the client.</summary>
    public Task<StatementResult> ExecuteAsync(TranslatedStatement statement) =>
        Session.ExecuteAsync(statement, [.. statement.Slots.Select(Fill)], CancellationToken);

    public async Task<object?> ScalarAsync(TranslatedStatement statement) =>
        (await ExecuteAsync(statement)).Rows is [[var value, ..], ..] ? value : null;

    // Without XACT_ABORT most errors end their statement and nothing else. In a TRY block every one goes to the CATCH.
    private async Task RunAsync(Step step)
    {
        try
        {
            await step.RunAsync(this);
        }
        catch (SqlServerError error) when (step.IsStatement && error.EndsStatementOnly && !Session.AbortsTransactions && !Session.IsInTry)
        {
            Answer.Fail(error);
        }
    }

    private SlotValue Fill(ParameterSlot slot) => slot.Source switch
    {
        SlotSource.Variable => new SlotValue(Scope.Variables[slot.Name], Get(slot.Name)),
        SlotSource.TableColumn => ColumnOf(slot),
        SlotSource.Clock => new SlotValue(new SqlType(SqlTypeKind.DateTime2, Scale: SqlType.FinestScale), DateTime.UtcNow),
        SlotSource.RowCount => new SlotValue(new SqlType(SqlTypeKind.Int), (int)Session.RowCount),
        SlotSource.TransactionCount => new SlotValue(new SqlType(SqlTypeKind.Int), Session.TransactionCount),
        _ => throw new InvalidOperationException($"{slot.Source} has no value."),
    };

    private SlotValue ColumnOf(ParameterSlot slot)
    {
        var type = Scope.Tables[slot.Name].Columns[slot.Column].Type;
        var values = _tables.TryGetValue(slot.Name, out var table)
            ? table.Rows.Select(row => row[slot.Column]).ToArray()
            : [];
        return new SlotValue(type, values, IsArray: true);
    }
}
