using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using WebhookKit.EntityFrameworkCore.Tests.Shop;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

/// <summary>What <c>AddWebhooks</c> does to a model, and what it refuses.</summary>
internal sealed class ModelTests
{
    private const string Nowhere = "Data Source=:memory:";

    [Test]
    public void The_tables_are_no_entities()
    {
        using var context = new MigratedContext(new DbContextOptionsBuilder<MigratedContext>().UseSqlite(Nowhere).UseWebhooks().Options);

        var model = context.GetService<IDesignTimeModel>().Model;

        Assert.That(model.GetEntityTypes().Select(entity => entity.ClrType), Is.EqualTo([typeof(Order)]));
        Assert.That(
            model.GetAnnotations().Where(one => one.Name.StartsWith("WebhookKit:", StringComparison.Ordinal)).Select(one => $"{one.Name} {one.Value}"),
            Is.EquivalentTo(["WebhookKit:Tables webhook_", "WebhookKit:Version 1"]));
    }

    [Test]
    public void A_model_without_them_is_left_as_it_is()
    {
        using var context = new ShopContext(new DbContextOptionsBuilder<ShopContext>().UseSqlite(Nowhere).UseWebhooks().Options);

        var model = context.GetService<IDesignTimeModel>().Model;

        Assert.That(model.GetAnnotations().Select(one => one.Name), Has.None.StartsWith("WebhookKit"));
        Assert.That(context.Database.GenerateCreateScript(), Does.Not.Contain("webhook"));
    }

    [Test]
    public void A_context_that_does_not_use_webhooks_names_the_call_that_is_missing()
    {
        using var context = new MigratedContext(new DbContextOptionsBuilder<MigratedContext>().UseSqlite(Nowhere).Options);

        var exception = Assert.Throws<InvalidOperationException>(() => _ = context.Model);

        Assert.That(exception!.Message, Does.Contain("UseWebhooks()").And.Contain("IDesignTimeDbContextFactory"));
    }

    [Test]
    public async Task A_database_without_tables_gets_none()
    {
        await using var context = new MigratedContext(new DbContextOptionsBuilder<MigratedContext>().UseInMemoryDatabase("orders").UseWebhooks().Options);

        await context.AddAsync(new Order { Amount = 1 });

        Assert.That(await context.SaveChangesAsync(), Is.EqualTo(1));
    }

    [TestCase("web hooks")]
    [TestCase("1st")]
    [TestCase("")]
    [TestCase("a234567890123456789012345678901")]
    public void A_name_that_would_not_do_is_refused(string name)
    {
        var builder = new ModelBuilder();

        Assert.That(Assert.Throws<ArgumentException>(() => builder.AddWebhooks(schema: name))!.Message, Does.Contain("schema").And.Contain($"'{name}'"));
        Assert.That(Assert.Throws<ArgumentException>(() => builder.AddWebhooks(tablePrefix: name))!.Message, Does.Contain("tablePrefix"));
    }

    [Test]
    public async Task An_idempotent_script_may_run_twice_on_PostgreSql()
    {
        await using var database = new PostgreSqlShop();
        await database.CreateAsync();
        await using var bare = new MigratedContext(database.Options<MigratedContext>());
        var migrations = MigrationTool.Build(MigrationTool.Add(bare, "Initial"));
        await using var context = new MigratedContext(database.Options<MigratedContext>(migrations));

        var script = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        await ExecuteAsync(database, script);
        await ExecuteAsync(database, script);

        await database.WithStoreAsync(async store => Assert.That((await store.Schema.CheckAsync()).Found, Is.EqualTo(1)));
    }

    private static async Task ExecuteAsync(PostgreSqlShop database, string script)
    {
        await using var connection = await database.OpenAsync();
        await using var command = new NpgsqlCommand(script, (NpgsqlConnection)connection);
        await command.ExecuteNonQueryAsync();
    }
}
