namespace WebhookKit.SqlServer.Emulation.Sessions;

/// <summary>What one statement answered: rows, a count, or an error.</summary>
internal sealed record StatementResult(StatementKind Kind)
{
    public IReadOnlyList<ResultColumn>? Columns { get; init; }

    public IReadOnlyList<object?[]> Rows { get; init; } = [];

    /// <summary>The number of rows read or changed; <see langword="null"/> under NOCOUNT.</summary>
    public long? Count { get; init; }

    public SqlServerError? Error { get; init; }
}
