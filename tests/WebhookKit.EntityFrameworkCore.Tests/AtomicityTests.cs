using Microsoft.EntityFrameworkCore;
using WebhookKit.EntityFrameworkCore.Tests.Shop;

namespace WebhookKit.EntityFrameworkCore.Tests;

/// <summary>An event is stored if and only if the entities are that were saved with it.</summary>
[TestFixture(typeof(SqliteShop))]
[TestFixture(typeof(PostgreSqlShop))]
[TestFixture(typeof(EmulatedSqlServerShop))]
internal sealed class AtomicityTests<TDatabase>
    where TDatabase : IShopDatabase, new()
{
    private const int TooMuch = ShopContext.MostOfAnOrder + 1;
    private ShopHost _shop = null!;

    [SetUp]
    public async Task StartAsync() => _shop = await ShopHost.StartAsync(new TDatabase());

    [TearDown]
    public async Task StopAsync() => await _shop.DisposeAsync();

    [TestCase(true)]
    [TestCase(false)]
    public async Task One_entity_and_one_event_are_saved_together(bool isAsync)
    {
        var id = default(EventId);
        await _shop.WithContextAsync(async context =>
        {
            id = await AddAsync(context, amount: 1);
            Assert.That(await _shop.StoredAsync(id), Is.Empty, "before SaveChanges");
            Assert.That(isAsync ? await context.SaveChangesAsync() : context.SaveChanges(), Is.EqualTo(1));
        });

        await AssertAsync(orders: 1, id);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_save_that_the_database_refuses_leaves_no_event_and_the_next_stores_it_once(bool isAsync)
    {
        await _shop.WithContextAsync(async context =>
        {
            var id = await AddAsync(context, TooMuch);
            await context.AddAsync(new Order { Amount = 1 });

            await Assert.ThrowsAsync<DbUpdateException>(async () => _ = isAsync ? await context.SaveChangesAsync() : context.SaveChanges());
            await AssertAsync(orders: 0);
            Assert.That(await _shop.StoredAsync(id), Is.Empty);

            context.ChangeTracker.Entries<Order>().Single(entry => entry.Entity.Amount == TooMuch).Entity.Amount = 2;
            await context.SaveChangesAsync();
            await AssertAsync(orders: 2, id);
            await context.SaveChangesAsync();
        });
    }

    [Test]
    public async Task Events_without_entities_are_saved_too()
    {
        await _shop.WithContextAsync(async context =>
        {
            var id = await context.PublishWebhookAsync("shop.opened", new { at = 9 });
            Assert.That(await context.SaveChangesAsync(), Is.Zero);
            await AssertAsync(orders: 0, id);
        });
    }

    [Test]
    public async Task Many_entities_whose_keys_the_database_makes_are_saved_with_an_event()
    {
        await _shop.WithContextAsync(async context =>
        {
            var invoices = Enumerable.Range(0, 50).Select(i => new Invoice { Text = $"{i}" }).ToList();
            await context.AddRangeAsync(invoices);
            var id = await context.PublishWebhookAsync("invoices.created", new { count = invoices.Count });
            await context.SaveChangesAsync();

            await AssertAsync(orders: 0, id);
            var stored = await context.Invoices.AsNoTracking().ToDictionaryAsync(invoice => invoice.Id, invoice => invoice.Text);
            Assert.That(stored, Is.EquivalentTo(invoices.ToDictionary(invoice => invoice.Id, invoice => invoice.Text)));
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task In_a_transaction_of_the_host_the_event_shares_its_fate(bool commits)
    {
        await _shop.WithContextAsync(async context =>
        {
            var ids = new List<EventId>();
            await InTransactionAsync(context, async () =>
            {
                ids = [await AddAsync(context, amount: 1)];
                await context.SaveChangesAsync();
                ids.Add(await context.PublishWebhookAsync("order.paid", new { }));
                await context.Orders.ExecuteUpdateAsync(set => set.SetProperty(order => order.Amount, 5));
                await context.SaveChangesAsync();
                Assert.That(await _shop.StoredAsync(ids), Is.Empty, "before the commit");
                return commits;
            });

            await AssertAsync(orders: commits ? 1 : 0, commits ? [.. ids] : []);
            Assert.That(await _shop.StoredAsync(ids), Has.Count.EqualTo(commits ? 2 : 0));
        });
    }

    [Test]
    public async Task A_failed_save_in_a_transaction_that_commits_all_the_same_leaves_no_event()
    {
        await _shop.WithContextAsync(async context =>
        {
            var (kept, refused) = (default(EventId), default(EventId));
            await InTransactionAsync(context, async () =>
            {
                kept = await AddAsync(context, amount: 1);
                await context.SaveChangesAsync();
                refused = await AddAsync(context, TooMuch);
                await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
                return true;
            });

            await AssertAsync(orders: 1, kept);
            Assert.That(await _shop.StoredAsync(refused), Is.Empty);
            context.DiscardWebhooks();
        });
    }

    [Test]
    public async Task Without_savepoints_the_event_is_stored_after_the_entities()
    {
        await _shop.WithContextAsync(async context =>
        {
            context.Database.AutoSavepointsEnabled = false;
            var id = default(EventId);
            await InTransactionAsync(context, async () =>
            {
                id = await AddAsync(context, amount: 1);
                await context.SaveChangesAsync();
                return true;
            });

            await AssertAsync(orders: 1, id);
        });
    }

    [Test]
    public async Task An_event_that_cannot_be_stored_takes_the_entities_back()
    {
        await _shop.WithContextAsync(async context =>
        {
            await context.PublishWebhookAsync("order.created", new { number = 1 }, new PublishOptions { IdempotencyKey = "key" });
            await context.SaveChangesAsync();

            await context.AddAsync(new Order { Amount = 1 });
            await context.PublishWebhookAsync("order.created", new { number = 2 }, new PublishOptions { IdempotencyKey = "key" });
            await Assert.ThrowsAsync<IdempotencyConflictException>(() => context.SaveChangesAsync());

            await AssertAsync(orders: 0);
            context.DiscardWebhooks();
        });
    }

    private static async Task<EventId> AddAsync(ShopContext context, int amount)
    {
        var order = new Order { Amount = amount };
        await context.AddAsync(order);
        return await context.PublishWebhookAsync("order.created", order);
    }

    private static Task InTransactionAsync(ShopContext context, Func<Task<bool>> act) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            if (await act())
            {
                await transaction.CommitAsync();
            }
        });

    private Task AssertAsync(int orders, params EventId[] stored) => _shop.WithContextAsync(async context =>
    {
        Assert.That(await context.Orders.CountAsync(), Is.EqualTo(orders));
        Assert.That(await _shop.StoredAsync(stored), Is.EquivalentTo(stored));
    });
}
