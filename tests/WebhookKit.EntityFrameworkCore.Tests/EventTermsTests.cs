using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.EntityFrameworkCore.Tests.Shop;
using WebhookKit.Storage;

namespace WebhookKit.EntityFrameworkCore.Tests;

/// <summary>What an event asks for its deliveries is saved with it.</summary>
[TestFixture(typeof(SqliteShop))]
[TestFixture(typeof(PostgreSqlShop))]
[TestFixture(typeof(EmulatedSqlServerShop))]
internal sealed class EventTermsTests<TDatabase>
    where TDatabase : IShopDatabase, new()
{
    [Test]
    public async Task What_is_asked_when_it_is_published_is_stored_when_it_is_saved()
    {
        await using var shop = await ShopHost.StartAsync(new TDatabase());
        var at = new DateTimeOffset(DateTimeOffset.UtcNow.Ticks / 10 * 10, TimeSpan.Zero).AddHours(1);
        var options = new PublishOptions
        {
            DeliverAt = at,
            ExpiresAt = at.AddHours(1),
            Retry = new RetrySettings { Schedule = [TimeSpan.FromSeconds(3)] },
            Endpoints = [new EndpointId(7)],
        };

        var id = default(EventId);
        await shop.WithContextAsync(async context =>
        {
            id = await context.PublishWebhookAsync("order.created", new { number = 1 }, options);
            await context.SaveChangesAsync();
        });

        var stored = (await shop.Services.GetRequiredService<IHistoryStore>().FindEventAsync(new EventQuery { Id = id }))!;
        Assert.That((stored.DeliverAt, stored.ExpiresAt), Is.EqualTo((options.DeliverAt, options.ExpiresAt)));
        Assert.That(stored.Retry!.Schedule, Is.EqualTo(options.Retry.Schedule));
        Assert.That(stored.Endpoints, Is.EqualTo(options.Endpoints));
    }
}
