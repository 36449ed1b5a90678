using System.Data.Common;
using WebhookKit.Chaos.Databases;

namespace WebhookKit.Chaos.Producing;

/// <summary>
/// The host's own table: an event that is published in a transaction of the host's must be there exactly where its order is.
/// The second table has what makes a commit fail, and nothing before it.
/// </summary>
internal static class OrderTable
{
    public const string Name = "chaos_orders";

    private const string Create = $"""
        CREATE TABLE {Name} (key text NOT NULL PRIMARY KEY);
        CREATE TABLE {Name}_refused (
            key text NOT NULL PRIMARY KEY,
            parent text NOT NULL REFERENCES {Name} (key) DEFERRABLE INITIALLY DEFERRED)
        """;

    public static Task CreateAsync(DbConnection connection) => StoreAccess.ExecuteAsync(connection, Create);

    /// <summary>Writes an order; again after an ambiguous commit, too.</summary>
    public static Task AddAsync(DbConnection connection, DbTransaction? transaction, string key) =>
        StoreAccess.ExecuteAsync(connection, $"INSERT INTO {Name} (key) VALUES (@key) ON CONFLICT DO NOTHING", transaction, ("@key", key));

    /// <summary>Writes what the database refuses when the transaction is to be committed.</summary>
    public static Task AddRefusedAsync(DbConnection connection, DbTransaction? transaction, string key) =>
        StoreAccess.ExecuteAsync(
            connection, $"INSERT INTO {Name}_refused (key, parent) VALUES (@key, 'there is no such order')", transaction, ("@key", key));
}
