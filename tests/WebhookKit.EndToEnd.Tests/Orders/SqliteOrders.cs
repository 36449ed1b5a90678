using Dapper;
using Microsoft.Data.Sqlite;
using WebhookKit.EndToEnd.Tests.Programs;

namespace WebhookKit.EndToEnd.Tests.Orders;

/// <summary>A file, and <c>samples/OrdersApi</c>.</summary>
internal sealed class SqliteOrders : IOrdersDatabase
{
    private readonly TemporaryFolder _folder = new();

    public Task<OrdersApiProgram> StartAsync(params (string Name, string Value)[] configuration) =>
        OrdersApiProgram.StartAsync(_folder.Database, configuration);

    public async Task<IReadOnlyList<string>> ReadOrderIdsAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        return [.. await connection.QueryAsync<string>("SELECT CAST(id AS TEXT) FROM orders")];
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
