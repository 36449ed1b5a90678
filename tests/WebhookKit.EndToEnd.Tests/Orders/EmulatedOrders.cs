using Dapper;
using Microsoft.Data.SqlClient;
using WebhookKit.EndToEnd.Tests.Programs;

namespace WebhookKit.EndToEnd.Tests.Orders;

/// <summary>A database of the emulated SQL Server, and <c>samples/OrdersEfCore</c>.</summary>
/// <param name="connectionString">The database.</param>
internal sealed class EmulatedOrders(string connectionString) : IOrdersDatabase
{
    public Task<OrdersApiProgram> StartAsync(params (string Name, string Value)[] configuration) =>
        OrdersApiProgram.StartEfCoreAsync(["--database", "sqlserver", "--connection", connectionString], configuration);

    public async Task<IReadOnlyList<string>> ReadOrderIdsAsync()
    {
        await using var connection = new SqlConnection(connectionString);
        return [.. (await connection.QueryAsync<Guid>("SELECT Id FROM Orders")).Select(id => id.ToString())];
    }

    // It ends with the server.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
