using Microsoft.EntityFrameworkCore;
using WebhookKit.EntityFrameworkCore.Tests.Shop;

namespace WebhookKit.EntityFrameworkCore.Tests;

/// <summary>Many saves that succeed, fail, are rolled back and are given up, in random order and several at a time.</summary>
[TestFixture(typeof(SqliteShop))]
[TestFixture(typeof(PostgreSqlShop))]
[TestFixture(typeof(EmulatedSqlServerShop))]
internal sealed class MixedCasesTests<TDatabase>
    where TDatabase : IShopDatabase, new()
{
    private const int Callers = 4;

    [Test]
    public async Task The_events_that_are_stored_are_those_of_the_orders_that_are()
    {
        var database = new TDatabase();
        var cases = database.MixedCases;
        await using var shop = await ShopHost.StartAsync(database);
        var published = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => RunAsync(shop, cases / Callers, new Random(caller)))));

        var orders = new HashSet<Guid>();
        await shop.WithContextAsync(async context => orders = [.. await context.Orders.Select(order => order.Id).ToListAsync()]);
        var all = published.SelectMany(list => list).ToList();
        var stored = await shop.StoredAsync(all.Select(one => one.Event));

        Assert.That(all, Has.Count.EqualTo(cases));
        Assert.That(orders, Has.Count.InRange(cases / 4, cases * 3 / 4));
        Assert.That(all.Where(one => orders.Contains(one.Order) != stored.Contains(one.Event)), Is.Empty);
    }

    private static async Task<List<(Guid Order, EventId Event)>> RunAsync(ShopHost shop, int cases, Random random)
    {
        var published = new List<(Guid Order, EventId Event)>();
        for (var i = 0; i < cases; i++)
        {
            await shop.WithContextAsync(async context => published.Add(await PublishAsync(context, random)));
        }

        return published;
    }

    private static async Task<(Guid Order, EventId Event)> PublishAsync(ShopContext context, Random random)
    {
        var isRefused = random.Next(4) == 0;
        var order = new Order { Amount = isRefused ? ShopContext.MostOfAnOrder + 1 : 1 };
        await context.AddAsync(order);
        var id = await context.PublishWebhookAsync("order.created", order);
        try
        {
            switch (random.Next(5))
            {
                case 0:
                    break;
                case 1:
                    await InTransactionAsync(context, commits: false);
                    break;
                case 2:
                    await InTransactionAsync(context, commits: true);
                    break;
                case 3:
                    context.SaveChanges();
                    break;
                default:
                    await context.SaveChangesAsync();
                    break;
            }
        }
        catch (DbUpdateException) when (isRefused)
        {
        }

        context.DiscardWebhooks();
        return (order.Id, id);
    }

    private static Task InTransactionAsync(ShopContext context, bool commits) => context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        await context.SaveChangesAsync(acceptAllChangesOnSuccess: false);
        await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());
    });
}
