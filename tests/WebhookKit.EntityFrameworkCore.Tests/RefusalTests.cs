using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.EntityFrameworkCore.Tests.Shop;

namespace WebhookKit.EntityFrameworkCore.Tests;

/// <summary>What cannot work says so where it is asked for, and how it would.</summary>
internal sealed class RefusalTests
{
    private ShopHost _shop = null!;

    [SetUp]
    public async Task StartAsync() => _shop = await ShopHost.StartAsync(new SqliteShop());

    [TearDown]
    public async Task StopAsync() => await _shop.DisposeAsync();

    [Test]
    public async Task A_context_without_webhooks_names_the_call_that_is_missing()
    {
        await using var context = new ShopContext(new DbContextOptionsBuilder<ShopContext>().UseSqlite("Data Source=:memory:").Options);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await context.PublishWebhookAsync("order.created", new { }));

        Assert.That(exception!.Message, Does.Contain("ShopContext").And.Contain("UseWebhooks()"));
    }

    [Test]
    public async Task A_context_that_knows_no_services_saves_entities_and_names_what_publishing_needs()
    {
        var options = new DbContextOptionsBuilder<ShopContext>().UseSqlite("Data Source=:memory:").UseWebhooks().Options;
        await using var context = new ShopContext(options);
        await context.Database.OpenConnectionAsync();
        await context.Database.EnsureCreatedAsync();
        await context.AddAsync(new Order { Amount = 1 });

        Assert.That(await context.SaveChangesAsync(), Is.EqualTo(1));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await context.PublishWebhookAsync("order.created", new { }));

        Assert.That(exception!.Message, Does.Contain("AddWebhooks").And.Contain("UseApplicationServiceProvider"));
    }

    [Test]
    public async Task An_entity_whose_key_the_database_makes_is_no_payload_before_it_is_saved()
    {
        await _shop.WithContextAsync(async context =>
        {
            var invoice = new Invoice { Text = "first" };
            await context.AddAsync(invoice);
            var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await context.PublishWebhookAsync("invoice.created", invoice));
            Assert.That(exception!.Message, Does.Contain("Invoice.Id"));

            await using var transaction = await context.Database.BeginTransactionAsync();
            await context.SaveChangesAsync();
            var id = await context.PublishWebhookAsync("invoice.created", invoice);
            await context.SaveChangesAsync();
            await transaction.CommitAsync();

            Assert.That(await _shop.StoredAsync(id), Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task An_event_that_breaks_a_rule_is_refused_when_it_is_published()
    {
        await _shop.WithContextAsync(async context =>
        {
            var exception = await Assert.ThrowsAsync<WebhookValidationException>(async () => await context.PublishWebhookAsync("order created", new { }));
            Assert.That(exception!.Errors.Single().Field, Is.EqualTo("type"));
        });
    }

    [Test]
    public async Task A_transaction_in_the_options_is_refused()
    {
        await _shop.WithContextAsync(async context =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            var options = new PublishOptions { Transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(transaction) };

            await Assert.ThrowsAsync<ArgumentException>(async () => await context.PublishWebhookAsync("order.created", new { }, options));
        });
    }

    [Test]
    public async Task What_is_never_saved_is_said_in_the_log_and_not_left_to_the_next_user_of_a_pooled_context()
    {
        var id = default(EventId);
        await _shop.WithContextAsync(async context => id = await context.PublishWebhookAsync("order.created", new { }));
        await _shop.WithContextAsync(context => context.SaveChangesAsync());

        Assert.That(await _shop.StoredAsync(id), Is.Empty);
        Assert.That(_shop.Warnings, Has.Some.Contains("order.created").And.Contains("SaveChanges"));
    }
}
