namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>The kinds of places that values come from.</summary>
internal enum SlotSource
{
    Variable,

    /// <summary>All values of a column of a table-valued parameter, as an array.</summary>
    TableColumn,

    /// <summary>The clock, which SQL Server reads once for a statement, before it waits for any lock.</summary>
    Clock,

    RowCount,

    TransactionCount,
}
