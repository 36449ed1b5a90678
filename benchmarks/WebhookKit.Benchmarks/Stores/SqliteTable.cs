using Microsoft.Data.Sqlite;

namespace WebhookKit.Benchmarks.Stores;

/// <summary>A table in the store's file.</summary>
internal sealed class SqliteTable : IBareTable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _select;

    public SqliteTable(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        using (var create = _connection.CreateCommand())
        {
            create.CommandText = "PRAGMA synchronous = FULL; CREATE TABLE bare (key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID";
            create.ExecuteNonQuery();
        }

        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO bare (key, value) VALUES ($key, $value)";
        _insert.Parameters.Add("$key", SqliteType.Blob);
        _insert.Parameters.Add("$value", SqliteType.Blob);
        _select = _connection.CreateCommand();
        _select.CommandText = "SELECT key, value FROM bare ORDER BY key LIMIT $limit";
        _select.Parameters.Add("$limit", SqliteType.Integer);
    }

    /// <summary>The driver does nothing asynchronously, and neither does the store.</summary>
    public Task InsertAsync(int rows, byte[] value)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        _insert.Parameters[1].Value = value;
        for (var row = 0; row < rows; row++)
        {
            _insert.Parameters[0].Value = Guid.CreateVersion7().ToByteArray(bigEndian: true);
            _insert.ExecuteNonQuery();
        }

        transaction.Commit();
        return Task.CompletedTask;
    }

    public Task<long> ReadAsync(int rows)
    {
        _select.Parameters[0].Value = rows;
        using var reader = _select.ExecuteReader();
        var bytes = 0L;
        while (reader.Read())
        {
            bytes += reader.GetFieldValue<byte[]>(0).Length + reader.GetFieldValue<byte[]>(1).Length;
        }

        return Task.FromResult(bytes);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _select.Dispose();
        _connection.Dispose();
    }
}
