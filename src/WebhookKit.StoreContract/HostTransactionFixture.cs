using System.Data.Common;
using System.Globalization;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What the contract classes of stores that join the host's transactions have in common: the host's own connections.</summary>
public abstract class HostTransactionFixture : StoreFixture
{
    /// <summary>Opens a connection of the host to the database of <see cref="StoreFixture.Store"/>, as the host's own code would.</summary>
    protected abstract ValueTask<DbConnection> OpenHostConnectionAsync();

    /// <summary>Begins a transaction of the host.</summary>
    /// <param name="connection">A connection of the host.</param>
    protected virtual ValueTask<DbTransaction> BeginAsync(DbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.BeginTransactionAsync();
    }

    private protected async Task<IReadOnlyList<AppendedEvent>> AppendAsync(DbTransaction transaction, params WebhookEvent[] events)
    {
        var result = await Store.Outbox.AppendAsync(new AppendRequest { Events = events, Transaction = transaction });
        return result.Events;
    }

    private protected async Task<bool> IsStoredAsync(WebhookEvent published) =>
        await Store.History.FindEventAsync(new EventQuery { Id = published.Id }) is not null;

    private protected async Task<DbConnection> OpenWithOrdersAsync()
    {
        var connection = await OpenHostConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE host_orders (id INTEGER NOT NULL)";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private protected static async Task InsertOrderAsync(DbTransaction transaction)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO host_orders (id) VALUES (1)";
        await command.ExecuteNonQueryAsync();
    }

    private protected static async Task<long> CountOrdersAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM host_orders";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
