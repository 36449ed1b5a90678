namespace WebhookKit.SqlServer.Emulation.Sessions;

/// <summary>What a request answered, in order. It is complete before any of it is sent, so that a fault can cut it anywhere.</summary>
internal sealed class SqlAnswer
{
    public List<StatementResult> Results { get; } = [];

    public List<OutputValue> Outputs { get; } = [];

    public int ReturnStatus { get; set; }

    public SqlServerError? Error { get; private set; }

    public void Fail(SqlServerError error)
    {
        Error = error;
        Results.Add(new StatementResult(StatementKind.Other) { Error = error });
    }
}
