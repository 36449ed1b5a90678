using Microsoft.EntityFrameworkCore;
using WebhookKit.EntityFrameworkCore.Tests.Shop;
using WebhookKit.Testing;

namespace WebhookKit.EntityFrameworkCore.Tests;

/// <summary>Delivery begins with the commit, although the host polls once a minute.</summary>
[TestFixture(typeof(SqliteShop))]
[TestFixture(typeof(PostgreSqlShop))]
[TestFixture(typeof(EmulatedSqlServerShop))]
internal sealed class WakeTests<TDatabase>
    where TDatabase : IShopDatabase, new()
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_is_saved_is_delivered_at_once(bool isInTransaction)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var shop = await ShopHost.StartAsync(new TDatabase());
        await shop.SubscribeAsync(receiver.At("/hook").Url);

        var id = default(EventId);
        await shop.WithContextAsync(context => context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = isInTransaction ? await context.Database.BeginTransactionAsync() : null;
            id = await context.PublishWebhookAsync("order.created", new { number = 1 });
            await context.SaveChangesAsync();
            await (transaction?.CommitAsync() ?? Task.CompletedTask);
        }));

        var received = await receiver.WaitForAsync(1, Patience);
        Assert.That(received.Single().Headers["webhook-id"].ToString(), Is.EqualTo($"{id}"));
    }
}
