using Npgsql;
using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>A test with tables of its own.</summary>
internal abstract class StoreTests
{
    protected StoreDatabase Database { get; } = new();

    protected ContractData Data { get; } = new();

    [TearDown]
    public async Task RemoveTablesAsync() => await Database.RemoveAsync();

    protected async Task<EndpointId> AddEndpointAsync(IWebhookStore store, params string[] events)
    {
        var record = Data.Endpoint(events.Length > 0 ? events : ["*"]);
        await store.Endpoints.CreateAsync(Data.Creation(record));
        return record.Endpoint.Id;
    }

    protected static async Task<bool> HasAsync(IWebhookStore store, WebhookEvent published) =>
        await store.History.FindEventAsync(new EventQuery { Id = published.Id }) is not null;

    protected static async Task<long> PendingAsync(IWebhookStore store) => (await store.History.CountAsync()).Pending;

    protected static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Has the server count what this session has done so far.</summary>
    protected static async Task ShareNumbersAsync(NpgsqlConnection connection)
    {
        // From version 15 on the numbers of a session are shared when it says so; before, half a second after its last statement.
        await ExecuteAsync(
            connection,
            """
            DO $$ BEGIN
                IF current_setting('server_version_num')::int >= 150000 THEN PERFORM pg_stat_force_next_flush(); ELSE PERFORM pg_sleep(1); END IF;
            END $$
            """);
        await ExecuteAsync(connection, "SELECT 1");
    }

    protected static async Task<List<string>> ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
