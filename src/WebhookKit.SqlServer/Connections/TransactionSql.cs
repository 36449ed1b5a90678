namespace WebhookKit.SqlServer.Connections;

/// <summary>The statement that ends a transaction of several commands.</summary>
internal sealed class TransactionSql
{
    /// <summary>
    /// A statement, and not the driver's own commit: when nobody answers that one, the driver gives the connection up without closing
    /// it, and the transaction stays open on the server with all its locks. After a statement that nobody answers the connection is
    /// still there to roll back, and XACT_ABORT has the server do so by itself.
    /// </summary>
    public string Commit { get; } = $"SET XACT_ABORT ON; {SqlBatch.Commit}";
}
