using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WebhookKit.Testing;
using WebhookKit.TestServers.Hosts;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>What wakes delivery after a commit of the host, where polling and notifications are out of the way.</summary>
internal sealed class CommitTests : StoreTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Test]
    public async Task A_commit_is_noticed_although_its_session_is_in_the_next_transaction_at_once()
    {
        const int Transactions = 20;
        await using var hosts = NpgsqlDataSource.Create(TestServer.ConnectionString + ";Maximum Pool Size=1");
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StoreHost.StartAsync(
            webhooks => webhooks.UsePostgreSql(
                options => (options.ConnectionString, options.Schema, options.UseNotifications) = (TestServer.ConnectionString, Database.Schema, false)),
            ("Dispatching:PollInterval", "00:01:00"));
        await host.SubscribeAsync(receiver.At("/hook").Url);
        await host.Publisher.PublishAsync("warm.up", new { });
        await receiver.WaitForAsync(1, Patience);

        for (var i = 1; i <= Transactions; i++)
        {
            await using (var connection = await hosts.OpenConnectionAsync())
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                await host.Publisher.PublishAsync("order.created", new { i }, new PublishOptions { Transaction = transaction });
                await transaction.CommitAsync();
            }

            await using var next = await hosts.OpenConnectionAsync();
            await using var nextTransaction = await next.BeginTransactionAsync();
            await receiver.WaitForAsync(1 + i, Patience);
        }

        Assert.That(receiver.Requests, Has.Count.EqualTo(1 + Transactions));
    }
}
