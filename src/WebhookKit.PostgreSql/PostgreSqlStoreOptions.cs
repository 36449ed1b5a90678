using Npgsql;

namespace WebhookKit.PostgreSql;

/// <summary>Where the PostgreSQL store keeps its tables, and how it talks to the server.</summary>
public sealed class PostgreSqlStoreOptions
{
    /// <summary>The connection string of the database that holds your own tables, so that publishing can join your transactions.</summary>
    /// <value>Empty by default; either this or <see cref="DataSource"/> must be set.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>The data source that your own code uses. Its connections are shared; it is not disposed of.</summary>
    /// <value>Null by default; takes the place of <see cref="ConnectionString"/>.</value>
    /// <remarks>Share it where events are published inside a <c>TransactionScope</c>: the scope then needs one connection only.</remarks>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>The schema that holds the tables; created if it does not exist.</summary>
    /// <value><c>webhooks</c> by default; at most 30 ASCII letters, digits and <c>_</c>, not starting with a digit. Case matters.</value>
    public string Schema { get; set; } = "webhooks";

    /// <summary>Whether statements are prepared on the server and kept there.</summary>
    /// <value>
    /// True by default. Set to false behind a pooler that hands out another connection for each transaction and does not
    /// follow prepared statements: PgBouncer before 1.21, or with <c>max_prepared_statements = 0</c>.
    /// </value>
    public bool PrepareStatements { get; set; } = true;

    /// <summary>Whether instances wake each other by <c>LISTEN</c> and <c>NOTIFY</c> when one publishes for another.</summary>
    /// <value>
    /// True by default. Without it, what another process publishes waits for the next poll. Set to false behind a pooler in
    /// transaction mode, such as PgBouncer: listening needs a connection of its own.
    /// </value>
    /// <remarks>
    /// A process that delivers keeps one connection of the pool to listen on; with multiplexing, or a pool of one connection,
    /// there are no notifications. They are sent outside your transactions, at most about 20 a second from each process, and
    /// hold ids of endpoints only.
    /// </remarks>
    public bool UseNotifications { get; set; } = true;
}
