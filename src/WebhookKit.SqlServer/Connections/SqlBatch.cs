namespace WebhookKit.SqlServer.Connections;

/// <summary>How texts of more than one statement begin and end.</summary>
internal static class SqlBatch
{
    /// <summary>
    /// A pooled connection keeps the isolation level of whoever used it before, and READPAST is refused in most of them. Set inside a
    /// command with parameters it holds for that command alone.
    /// </summary>
    public const string ReadCommitted = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED;";

    /// <summary>What is read, or is one statement.</summary>
    public const string Plain = $"""
        SET NOCOUNT ON;
        {ReadCommitted}
        """;

    /// <summary>
    /// Begins a transaction that ends with the command, in the same round trip. XACT_ABORT rolls it back for whatever goes wrong, a
    /// timeout of the client included, which would otherwise leave it open.
    /// </summary>
    public const string Begin = $"""
        SET NOCOUNT ON;
        SET XACT_ABORT ON;
        {ReadCommitted}
        BEGIN TRANSACTION;
        """;

    public const string Commit = "COMMIT TRANSACTION;";
}
