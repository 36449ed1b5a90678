using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebhookKit.Administration;
using WebhookKit.EntityFrameworkCore.Tests.Shop;
using WebhookKit.Testing;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

/// <summary>An application that has its own migrations make the webhook tables, and the store check them only.</summary>
[TestFixture(typeof(SqliteShop))]
[TestFixture(typeof(PostgreSqlShop))]
[TestFixture(typeof(EmulatedSqlServerShop))]
internal sealed class MigratedHostTests<TDatabase>
    where TDatabase : IShopDatabase, new()
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TDatabase _database = new();

    [SetUp]
    public Task CreateAsync() => _database.CreateAsync();

    [TearDown]
    public async Task DropAsync() => await _database.DisposeAsync();

    [Test]
    public async Task It_publishes_and_delivers()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var host = Build();
        await using var scope = host.Services.CreateAsyncScope();
        await using var context = scope.ServiceProvider.GetRequiredService<MigratedContext>();
        await context.Database.MigrateAsync();
        await host.StartAsync();
        await host.Services.GetRequiredService<IWebhookEndpoints>().CreateAsync(
            new EndpointInput { Url = receiver.At("/hook").Url, Events = ["order.*"] }, WebhookCaller.Application);

        var order = new Order { Amount = 1 };
        context.Orders.Add(order);
        var id = await context.PublishWebhookAsync("order.created", order);
        await context.SaveChangesAsync();

        var received = await receiver.WaitForAsync(1, Patience);
        Assert.That(received.Single().Headers["webhook-id"].ToString(), Is.EqualTo($"{id}"));
        await host.StopAsync();
    }

    [Test]
    public async Task It_does_not_start_before_the_migration_and_says_what_is_missing()
    {
        using var host = Build();

        var exception = await Assert.CatchAsync(() => host.StartAsync());

        Assert.That(exception!.Message, Does.Contain("version 0").And.Contain("migration"));
        await host.StopAsync();
    }

    private IHost Build()
    {
        using var context = new MigratedContext(_database.Options<MigratedContext>());
        var migrations = MigrationTool.Build(MigrationTool.Add(context, "Initial"));

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Webhooks:Egress:AllowLoopback"] = "true",
            ["Webhooks:Hosting:CreateSchema"] = "false",
        });
        _database.ConfigureStore(builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks")));
        builder.Services.AddDbContext<MigratedContext>(options =>
        {
            _database.ConfigureContext(options);
            options.UseWebhooks().WithMigrations(migrations);
        });
        return builder.Build();
    }
}
