using Dapper;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>What is old is removed while dead letters and cancelled deliveries are replayed in bulk, which locks them from the newest on.</summary>
internal sealed class RetentionLockTests : StoreTests
{
    private const string Older = "01700000-0000-7000-8000-000000000001";
    private const string Newer = "01700000-0000-7000-8000-000000000002";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [TestCase("dead_letters", "reason", "0")]
    [TestCase("cancellations", "actor", "'ops'")]
    public async Task What_somebody_is_replaying_is_passed_over(string table, string column, string value)
    {
        var store = await Database.OpenReadyAsync();
        await using var replaying = Database.Connect();
        await AddAsync(table, column, value, Older, Newer);
        await using var transaction = await replaying.BeginTransactionAsync();
        await replaying.ExecuteAsync($"SELECT 1 FROM {table} WHERE key = '{Newer}' FOR UPDATE", transaction: transaction);

        var request = new PurgeRequest { EndedBefore = DateTimeOffset.UtcNow, DeadBefore = DateTimeOffset.UtcNow, Limit = 10 };
        var meanwhile = await store.Retention.PurgeAsync(request).AsTask().WaitAsync(Patience);
        await transaction.RollbackAsync();
        var afterwards = await store.Retention.PurgeAsync(request);

        Assert.That((meanwhile.Deliveries, afterwards.Deliveries), Is.EqualTo((1, 1)));
    }

    private async Task AddAsync(string table, string column, string value, params string[] keys)
    {
        await using var connection = Database.Connect();
        foreach (var key in keys)
        {
            await connection.ExecuteAsync($"""
                INSERT INTO events (id, created_at, type, owner, content_type, payload) VALUES ('{key}', '2020-01-01', 'order.created', '', 'application/json', '');
                INSERT INTO {table} (key, endpoint_id, ended_at, attempts, {column}) VALUES ('{key}', 1, '2020-01-02', 1, {value})
                """);
        }
    }
}
