using System.Transactions;
using Microsoft.EntityFrameworkCore;
using WebhookKit.EntityFrameworkCore.Tests.Shop;

namespace WebhookKit.EntityFrameworkCore.Tests;

/// <summary>Saves that an execution strategy tries again, and scopes.</summary>
[TestFixture(typeof(PostgreSqlShop))]
[TestFixture(typeof(EmulatedSqlServerShop))]
internal sealed class TriedAgainTests<TDatabase>
    where TDatabase : ILossyDatabase, new()
{
    private readonly TDatabase _database = new();

    [Test]
    public async Task A_save_that_is_tried_again_stores_the_event_once()
    {
        await using var shop = await ShopHost.StartAsync(_database);
        _database.LoseCommits(2);
        await shop.WithContextAsync(async context =>
        {
            var order = new Order { Amount = 1 };
            await context.AddAsync(order);
            var id = await context.PublishWebhookAsync("order.created", order);

            await context.SaveChangesAsync();

            Assert.That(_database.CommitsTried, Is.EqualTo(3));
            Assert.That(await shop.StoredAsync(id), Has.Count.EqualTo(1));
            Assert.That(await context.Orders.CountAsync(), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task A_commit_whose_answer_is_lost_and_that_is_tried_again_has_stored_the_event_once()
    {
        await using var shop = await ShopHost.StartAsync(_database);
        _database.LoseAnswerToCommit();
        await shop.WithContextAsync(async context =>
        {
            var id = await context.PublishWebhookAsync("order.created", new { number = 1 });

            // Its key refuses the order the second time: EF Core cannot know that it was saved.
            await context.AddAsync(new Order { Amount = 1 });
            await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
            Assert.That(await shop.StoredAsync(id), Has.Count.EqualTo(1));

            // The event is still pending, like the order, and saved again: the same event.
            context.ChangeTracker.Clear();
            await context.SaveChangesAsync();
            await using var command = context.Database.GetDbConnection().CreateCommand();
            await context.Database.OpenConnectionAsync();
            command.CommandText = "SELECT count(*) FROM webhooks.events";
            Assert.That(await command.ExecuteScalarAsync(), Is.EqualTo(1));
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Two_contexts_in_one_scope_share_its_fate(bool completes)
    {
        await using var shop = await ShopHost.StartAsync(_database);
        var ids = new List<EventId>();
        await shop.WithContextAsync(context => context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
            ids = [await AddAsync(shop), await AddAsync(shop)];
            if (completes)
            {
                scope.Complete();
            }
        }));

        Assert.That(await shop.StoredAsync(ids), Has.Count.EqualTo(completes ? 2 : 0));
        await shop.WithContextAsync(async context => Assert.That(await context.Orders.CountAsync(), Is.EqualTo(completes ? 2 : 0)));
    }

    private static async Task<EventId> AddAsync(ShopHost shop)
    {
        var id = default(EventId);
        await shop.WithContextAsync(async context =>
        {
            var order = new Order { Amount = 1 };
            await context.AddAsync(order);
            id = await context.PublishWebhookAsync("order.created", order);
            await context.SaveChangesAsync();
        });

        return id;
    }
}
