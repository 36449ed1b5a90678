using Npgsql;
using NpgsqlTypes;

namespace WebhookKit.Benchmarks.Stores;

/// <summary>A table in the store's database, with prepared statements; many rows are one statement.</summary>
internal sealed class PostgreSqlTable : IBareTable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _insert;
    private readonly NpgsqlCommand _select;

    public PostgreSqlTable(string connectionString)
    {
        _connection = new NpgsqlConnection(connectionString);
        _connection.Open();
        using (var create = new NpgsqlCommand("CREATE TABLE bare (key uuid PRIMARY KEY, value bytea NOT NULL)", _connection))
        {
            create.ExecuteNonQuery();
        }

        _insert = new NpgsqlCommand("INSERT INTO bare (key, value) SELECT unnest($1), $2", _connection)
        {
            Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid }, new() { NpgsqlDbType = NpgsqlDbType.Bytea } },
        };
        _insert.Prepare();
        _select = new NpgsqlCommand("SELECT key, value FROM bare ORDER BY key LIMIT $1", _connection)
        {
            Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Integer } },
        };
        _select.Prepare();
    }

    public async Task InsertAsync(int rows, byte[] value)
    {
        var keys = new Guid[rows];
        for (var row = 0; row < rows; row++)
        {
            keys[row] = Guid.CreateVersion7();
        }

        (_insert.Parameters[0].Value, _insert.Parameters[1].Value) = (keys, value);
        await _insert.ExecuteNonQueryAsync();
    }

    public async Task<long> ReadAsync(int rows)
    {
        _select.Parameters[0].Value = rows;
        await using var reader = await _select.ExecuteReaderAsync();
        var bytes = 0L;
        while (await reader.ReadAsync())
        {
            bytes += reader.GetFieldValue<Guid>(0).ToByteArray().Length + reader.GetFieldValue<byte[]>(1).Length;
        }

        return bytes;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _select.Dispose();
        _connection.Dispose();
    }
}
