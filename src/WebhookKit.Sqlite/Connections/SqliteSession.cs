using Microsoft.Data.Sqlite;

namespace WebhookKit.Sqlite.Connections;

/// <summary>An open connection with the statements that were prepared on it. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly bool _ownsConnection;

    private SqliteSession(SqliteConnection connection, bool ownsConnection)
    {
        Connection = connection;
        _ownsConnection = ownsConnection;
    }

    public SqliteConnection Connection { get; }

    /// <summary>A session over a connection of the store's own, which it closes.</summary>
    public static SqliteSession Over(SqliteConnection connection) => new(connection, ownsConnection: true);

    /// <summary>A session over a connection of the host, inside the transaction that is open on it. The connection stays as it is.</summary>
    public static SqliteSession Within(SqliteConnection connection) => new(connection, ownsConnection: false);

    /// <summary>Runs a statement and answers how many rows it changed.</summary>
    /// <param name="sql">The statement. Each text is prepared once, so it must not hold values.</param>
    /// <param name="parameters">Always the same names in the same order for the same text.</param>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Prepare(sql, parameters).ExecuteNonQuery();

    /// <summary>Runs a query. The reader must be disposed of before the same text runs again.</summary>
    /// <inheritdoc cref="Execute" />
    public SqliteDataReader Query(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Prepare(sql, parameters).ExecuteReader();

    /// <summary>Runs a query for one number.</summary>
    /// <inheritdoc cref="Execute" />
    public long QueryNumber(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Query(sql, parameters);
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetInt64(0) : 0;
    }

    /// <summary>Closing a connection of the store's own rolls back what is not committed on it.</summary>
    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        if (_ownsConnection)
        {
            Connection.Dispose();
        }
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in parameters)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }

            _commands.Add(sql, command);
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        }

        return command;
    }
}
