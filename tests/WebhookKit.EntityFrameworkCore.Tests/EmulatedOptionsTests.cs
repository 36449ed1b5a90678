using System.Transactions;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using WebhookKit.EntityFrameworkCore.Tests.Shop;

namespace WebhookKit.EntityFrameworkCore.Tests;

/// <summary>What the options of a context on SQL Server must say: what becomes of those that do not.</summary>
internal sealed class EmulatedOptionsTests
{
    [Test]
    public async Task On_SqlServer_emulated_a_lost_connection_is_tried_again_only_if_its_number_0_is_among_the_errors()
    {
        var database = new EmulatedSqlServerShop { ErrorsTriedAgain = [] };
        await using var shop = await ShopHost.StartAsync(database);
        database.LoseCommits(1);

        await shop.WithContextAsync(async context =>
        {
            await context.AddAsync(new Order { Amount = 1 });
            var id = await context.PublishWebhookAsync("order.created", new { number = 1 });
            var exception = await Assert.CatchAsync(() => context.SaveChangesAsync());

            Assert.That(exception, Is.InstanceOf<SqlException>().With.Property(nameof(SqlException.Number)).Zero);
            Assert.That(database.CommitsTried, Is.EqualTo(1));
            Assert.That(await shop.StoredAsync(id), Is.Empty);
            context.DiscardWebhooks();
        });
    }

    [Test]
    public async Task On_SqlServer_emulated_a_scope_needs_a_connection_string_that_names_the_application()
    {
        await using var shop = await ShopHost.StartAsync(new EmulatedSqlServerShop { ApplicationName = null });

        await shop.WithContextAsync(context => context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
            await context.AddAsync(new Order { Amount = 1 });
            await context.PublishWebhookAsync("order.created", new { number = 1 });
            var exception = await Assert.CatchAsync(() => context.SaveChangesAsync());

            Assert.That(exception!.Message, Does.Contain("distributed"));
            context.DiscardWebhooks();
        }));

        await shop.WithContextAsync(async context => Assert.That(await context.Orders.CountAsync(), Is.Zero));
    }
}
