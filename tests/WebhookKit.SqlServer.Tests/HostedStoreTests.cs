using Dapper;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.SqlServer.Tests;

/// <summary>A test with a database of its own, and a table of the host in it.</summary>
/// <param name="server">The server of the database.</param>
internal abstract class HostedStoreTests(ITestedServer server)
{
    protected ITestedServer Server => server;

    protected TestDatabase Database { get; } = new(server) { IsOwn = true };

    protected ContractData Data { get; } = new();

    [TearDown]
    public async Task RemoveTablesAsync() => await Database.RemoveAsync();

    protected async Task<IWebhookStore> OpenReadyAsync()
    {
        var store = await Database.CreateAsync();
        await store.Schema.ApplyAsync();
        await using var connection = await Database.ConnectAsync();
        await connection.ExecuteAsync("CREATE TABLE orders (id int NOT NULL)");
        return store;
    }

    protected async Task<EndpointId> AddEndpointAsync(IWebhookStore store)
    {
        var record = Data.Endpoint(["*"]);
        await store.Endpoints.CreateAsync(Data.Creation(record));
        return record.Endpoint.Id;
    }

    protected async Task<int> CountOrdersAsync()
    {
        await using var connection = await Database.ConnectAsync();
        return await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM orders");
    }

    protected static async Task<bool> HasAsync(IWebhookStore store, WebhookEvent published) =>
        await store.History.FindEventAsync(new EventQuery { Id = published.Id }) is not null;

    protected static async Task<long> PendingAsync(IWebhookStore store) => (await store.History.CountAsync()).Pending;
}
