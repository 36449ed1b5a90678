using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace OrdersApi;

/// <summary>An order as it is kept, and as the subscribers of order.created see it.</summary>
public sealed record Order(long Id, string Customer, string Item, long Quantity);

/// <summary>An order as a customer asks for it.</summary>
public sealed record NewOrder(
    [property: Required, StringLength(100)] string Customer,
    [property: Required, StringLength(100)] string Item,
    [property: Range(1, 1000)] int Quantity);

/// <summary>The application's own table, in the same file as the webhook tables.</summary>
internal static class Orders
{
    public static async Task<SqliteConnection> OpenAsync(string database, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(database);
        await connection.OpenAsync(cancellationToken);

        // Where two writers meet, SQLite waits for milliseconds; the driver alone would sleep for 150.
        await connection.ExecuteAsync("PRAGMA busy_timeout = 5000");
        return connection;
    }

    public static void CreateTable(DbConnection connection) => connection.Execute(
        "CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, item TEXT NOT NULL, quantity INTEGER NOT NULL)");

    public static Task<Order> AddAsync(NewOrder order, DbTransaction transaction) => transaction.Connection!.QuerySingleAsync<Order>(
        "INSERT INTO orders (customer, item, quantity) VALUES (@Customer, @Item, @Quantity) RETURNING id, customer, item, quantity",
        order,
        transaction);

    public static Task<IEnumerable<Order>> NewestAsync(DbConnection connection) => connection.QueryAsync<Order>(
        "SELECT id, customer, item, quantity FROM orders ORDER BY id DESC LIMIT 100");
}
