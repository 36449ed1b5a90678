using System.Data.Common;
using System.Diagnostics;

namespace WebhookKit.LoadTest.Loading;

/// <summary>What an application does: a row of its own and an event for the first group, in one transaction.</summary>
internal sealed class HostTransactionPublisher : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly IWebhookPublisher _publisher;
    private readonly byte[] _payload;

    private HostTransactionPublisher(DbConnection connection, IWebhookPublisher publisher, byte[] payload) =>
        (_connection, _publisher, _payload) = (connection, publisher, payload);

    public static async Task<HostTransactionPublisher> OpenAsync(DbConnection connection, IWebhookPublisher publisher, byte[] payload)
    {
        await connection.OpenAsync();
        await using var create = connection.CreateCommand();
        create.CommandText = "CREATE TABLE IF NOT EXISTS orders (note TEXT NOT NULL)";
        await create.ExecuteNonQueryAsync();
        return new HostTransactionPublisher(connection, publisher, payload);
    }

    /// <summary>The call that publishes ends before the commit; what arrives is counted from before the call all the same.</summary>
    public async Task<PublishedEvent> PublishAsync()
    {
        await using var transaction = await _connection.BeginTransactionAsync();
        await using var insert = _connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO orders (note) VALUES ('new')";
        await insert.ExecuteNonQueryAsync();

        var outgoing = new OutgoingEvent { Type = LoadSystem.EventType, Owner = EndpointPlan.OwnerOfGroup(0), Payload = _payload };
        var began = Stopwatch.GetTimestamp();
        var receipt = await _publisher.PublishAsync(outgoing, transaction);
        var ended = Stopwatch.GetTimestamp();
        await transaction.CommitAsync();
        return new PublishedEvent(receipt.EventId, 0, began, ended);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
