using System.Data;
using Npgsql;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Steps;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Execution;

/// <summary>A session on PostgreSQL: runs batches.</summary>
internal sealed partial class PostgreSqlSession(PostgreSqlBackEnd backEnd, NpgsqlConnection connection, PlanCache plans) : ISqlSession
{
    private const string Guard = "\"#statement\"";

    public PostgreSqlBackEnd BackEnd => backEnd;

    /// <summary>@@ROWCOUNT.</summary>
    public long RowCount { get; set; }

    /// <summary>SET NOCOUNT.</summary>
    public bool CountsNothing { get; set; }

    /// <summary>SET XACT_ABORT.</summary>
    public bool AbortsTransactions { get; set; }

    /// <summary>How many TRY blocks the session is in.</summary>
    public int TryDepth { get; set; }

    public bool IsInTry => TryDepth > 0;

    public async Task<SqlAnswer> RunAsync(SqlRequest request, CancellationToken cancellationToken)
    {
        var answer = new SqlAnswer();
        switch (request.Kind)
        {
            case SqlRequestKind.Begin:
                await BeginAsync(request.IsolationLevel, cancellationToken);
                break;
            case SqlRequestKind.Commit:
                await CommitAsync();
                break;
            case SqlRequestKind.Rollback:
                await RollBackToAsync(request.Text);
                break;
            case SqlRequestKind.Save:
                await SaveAsync(request.Text, cancellationToken);
                break;
            case SqlRequestKind.Batch or SqlRequestKind.Procedure when request.HasStatements:
                await RunStatementsAsync(request, answer, cancellationToken);
                break;
            default:
                throw SqlServerError.NotSupported($"the procedure {request.Text}");
        }

        return answer;
    }

    /// <summary>The plan of a text; made once for as long as nothing is made or dropped in the database.</summary>
    public async Task<BatchPlan> PlanAsync(string text, string declaration, CancellationToken cancellationToken)
    {
        if (plans.Find(text, declaration) is { } known)
        {
            return known;
        }

        var scope = await DeclarationReader.ReadAsync(connection, declaration, cancellationToken);
        var plan = new BatchPlan(scope, new Planner(scope).Plan(Planner.Parse(text)));
        plans.Add(text, declaration, plan);
        return plan;
    }

    public void ForgetPlans() => plans.Clear();

    /// <summary>Runs one statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="values">Its values, slot by slot.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="isGuarded">Keeps the transaction usable when it fails, whatever XACT_ABORT says.</param>
    public async Task<StatementResult> ExecuteAsync(
        TranslatedStatement statement, IReadOnlyList<SlotValue> values, CancellationToken cancellationToken, bool isGuarded = false)
    {
        var guards = TransactionCount > 0 && (isGuarded || !AbortsTransactions);
        await using var batch = new NpgsqlBatch(connection);
        if (guards)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"SAVEPOINT {Guard}"));
        }

        var isAlone = TransactionCount == 0 && statement.Before.Count > 0;
        if (isAlone)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        }

        foreach (var before in statement.Before)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(before));
        }

        var main = new NpgsqlBatchCommand(statement.Sql);
        foreach (var value in values)
        {
            main.Parameters.Add(Parameters.Of(value));
        }

        batch.BatchCommands.Add(main);
        if (guards)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"RELEASE {Guard}"));
        }

        if (isAlone)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        }

        try
        {
            return await ReadAsync(batch, main, statement, cancellationToken);
        }
        catch (Exception failure) when (failure is PostgresException or OperationCanceledException or NpgsqlException)
        {
            if ((guards || isAlone) && connection.FullState == ConnectionState.Open)
            {
                await SendAsync(guards ? $"ROLLBACK TO {Guard}; RELEASE {Guard}" : "ROLLBACK");
            }

            throw failure switch
            {
                PostgresException refused => ErrorMap.Of(refused),
                NpgsqlException lost => ErrorMap.Lost(lost),
                _ => new OperationCanceledException(failure.Message, failure, cancellationToken),
            };
        }
    }

    private static async Task<StatementResult> ReadAsync(
        NpgsqlBatch batch, NpgsqlBatchCommand main, TranslatedStatement statement, CancellationToken cancellationToken)
    {
        var result = new StatementResult(statement.Kind);
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            // A lock that is taken before answers a row of its own.
            foreach (var _ in statement.Before.Where(before => before.StartsWith("SELECT", StringComparison.Ordinal)))
            {
                await reader.NextResultAsync(cancellationToken);
            }

            if (reader.FieldCount > 0)
            {
                var (columns, rows) = await Results.ReadAsync(reader, cancellationToken);
                result = result with { Columns = columns, Rows = rows };
            }

            while (await reader.NextResultAsync(cancellationToken))
            {
                // Errors of what comes after are seen only when it is read.
            }
        }

        return statement.Kind == StatementKind.Other
            ? result
            : result with { Count = (long)main.Rows };
    }

    private async Task RunStatementsAsync(SqlRequest request, SqlAnswer answer, CancellationToken cancellationToken)
    {
        var (countsNothing, abortsTransactions, isolation) = (CountsNothing, AbortsTransactions, _isolation);
        TryDepth = 0;
        try
        {
            var plan = await PlanAsync(request.Text, request.Declaration, cancellationToken);
            var run = new BatchRun(this, plan.Scope, answer, cancellationToken);
            BatchParameters.Set(request, run);
            await run.RunAsync(plan.Steps);
            BatchParameters.AddOutputs(request, run);
        }
        catch (SqlServerError error)
        {
            await FailAsync(error);
            answer.Fail(error);
        }
        catch (OperationCanceledException)
        {
            await FailAsync(error: null);
            throw;
        }
        finally
        {
            // What sp_executesql sets ends with it.
            if (request.Kind == SqlRequestKind.Procedure)
            {
                (CountsNothing, AbortsTransactions, _isolation) = (countsNothing, abortsTransactions, isolation);
            }
        }
    }

    private async Task SendAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
