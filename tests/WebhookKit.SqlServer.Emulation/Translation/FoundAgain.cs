namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>A table in a query whose rows are changed by the statement around it.</summary>
/// <param name="Query">The name of the query in the statement.</param>
/// <param name="Lock">The table, and how its rows are locked until then.</param>
internal sealed record FoundAgain(string Query, RowLock Lock)
{
    public const string Row = "\"#row\"";

    /// <summary>The column that says where the row is.</summary>
    public string Place => $"{Lock.Alias}.ctid AS {Row}";
}
