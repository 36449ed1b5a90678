namespace WebhookKit.SqlServer;

/// <summary>Where the SQL Server store keeps its tables.</summary>
public sealed class SqlServerStoreOptions
{
    /// <summary>The connection string of the database that holds your own tables, so that publishing can join your transactions.</summary>
    /// <value>Empty by default; must be set, and must name a server and a database.</value>
    /// <remarks>
    /// It is used as it is, so that the store shares the driver's pool with your own code. Where events are published inside a
    /// <c>TransactionScope</c>, give the store the very text that your own connections use: the scope then needs one connection only,
    /// as long as yours is closed while an event is published.
    /// </remarks>
    public string ConnectionString { get; set; } = "";

    /// <summary>The schema that holds the tables; created if it does not exist.</summary>
    /// <value><c>webhooks</c> by default; at most 30 ASCII letters, digits and <c>_</c>, not starting with a digit.</value>
    public string Schema { get; set; } = "webhooks";
}
