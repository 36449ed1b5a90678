using Microsoft.Data.Sqlite;

namespace WebhookKit.Benchmarks.Stores;

/// <summary>A table of one key and one value in the same file, as durable as the store: what SQLite itself costs.</summary>
internal sealed class BareTable : IDisposable
{
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _select;

    public BareTable(string connectionString)
    {
        Connection = new SqliteConnection(connectionString);
        Connection.Open();
        using (var create = Connection.CreateCommand())
        {
            create.CommandText = "PRAGMA synchronous = FULL; CREATE TABLE bare (key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID";
            create.ExecuteNonQuery();
        }

        _insert = Connection.CreateCommand();
        _insert.CommandText = "INSERT INTO bare (key, value) VALUES ($key, $value)";
        _insert.Parameters.Add("$key", SqliteType.Blob);
        _insert.Parameters.Add("$value", SqliteType.Blob);
        _select = Connection.CreateCommand();
        _select.CommandText = "SELECT key, value FROM bare ORDER BY key LIMIT $limit";
        _select.Parameters.Add("$limit", SqliteType.Integer);
    }

    public SqliteConnection Connection { get; }

    /// <summary>Inserts rows in one transaction.</summary>
    public void Insert(int rows, byte[] value)
    {
        using var transaction = Connection.BeginTransaction();
        _insert.Transaction = transaction;
        _insert.Parameters[1].Value = value;
        for (var row = 0; row < rows; row++)
        {
            _insert.Parameters[0].Value = Guid.CreateVersion7().ToByteArray(bigEndian: true);
            _insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Reads rows by key; answers how many bytes they hold.</summary>
    public long Read(int rows)
    {
        _select.Parameters[0].Value = rows;
        using var reader = _select.ExecuteReader();
        var bytes = 0L;
        while (reader.Read())
        {
            bytes += reader.GetFieldValue<byte[]>(0).Length + reader.GetFieldValue<byte[]>(1).Length;
        }

        return bytes;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _select.Dispose();
        Connection.Dispose();
    }
}
