using System.Data.Common;
using System.Diagnostics;

namespace WebhookKit.LoadTest.Loading;

/// <summary>The least that publishing could cost: a prepared single-row insert of the same bytes, which commits by itself.</summary>
internal sealed class BareInsert : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly DbCommand _command;

    private BareInsert(DbConnection connection, DbCommand command) => (_connection, _command) = (connection, command);

    public static async Task<BareInsert> OpenAsync(DbConnection connection, byte[] payload)
    {
        await connection.OpenAsync();
        await using (var create = connection.CreateCommand())
        {
            create.CommandText = "CREATE TABLE bare (id uuid PRIMARY KEY, payload bytea NOT NULL)";
            await create.ExecuteNonQueryAsync();
        }

        var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO bare (id, payload) VALUES (@id, @payload)";
        Add(command, "id", Guid.CreateVersion7());
        Add(command, "payload", payload);
        await command.PrepareAsync();
        return new BareInsert(connection, command);
    }

    /// <returns>How long it took, in ticks of the monotonic clock.</returns>
    public async Task<long> RunAsync()
    {
        _command.Parameters[0].Value = Guid.CreateVersion7();
        var began = Stopwatch.GetTimestamp();
        await _command.ExecuteNonQueryAsync();
        return Stopwatch.GetTimestamp() - began;
    }

    public async ValueTask DisposeAsync()
    {
        await _command.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
