namespace WebhookKit.Sqlite;

/// <summary>Where the SQLite store keeps its tables, and how.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The connection string of a database file, for example <c>Data Source=app.db</c>.</summary>
    /// <remarks>
    /// The file that holds your own tables, so that publishing can join your transactions. It is put into WAL mode. A
    /// database in memory is refused: it would end with a connection.
    /// </remarks>
    public string ConnectionString { get; set; } = "";

    /// <summary>What the names of all tables and indexes begin with.</summary>
    /// <value><c>webhook_</c> by default; at most 30 ASCII letters, digits and <c>_</c>, not starting with a digit.</value>
    public string TablePrefix { get; set; } = "webhook_";

    /// <summary>How durable a commit of the store's own is. Your own transactions keep what your connection says.</summary>
    /// <value><see cref="SqliteSynchronous.Full"/> by default; writes that wait are committed together, so it costs little.</value>
    public SqliteSynchronous Synchronous { get; set; }

    /// <summary>How long a write waits for somebody else's transaction before it fails.</summary>
    /// <value>30 s by default; 1 s to 10 min.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
