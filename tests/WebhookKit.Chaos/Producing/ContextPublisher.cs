using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace WebhookKit.Chaos.Producing;

/// <summary>Publishes as an application on Entity Framework Core does, with a strategy that tries transactions again by itself.</summary>
internal sealed class ContextPublisher(ProducerPlan plan, IServiceProvider services)
{
    private readonly DbContextOptions _options = new DbContextOptionsBuilder()
        .UseNpgsql(plan.Database, npgsql => npgsql.EnableRetryOnFailure())
        .UseWebhooks()
        .UseApplicationServiceProvider(services)
        .Options;

    public async Task PublishAsync(IReadOnlyList<FixedEvent> events, Func<FixedEvent, OutgoingEvent> outgoingOf)
    {
        await using var context = new DbContext(_options);
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            foreach (var one in events)
            {
                await OrderTable.AddAsync(context.Database.GetDbConnection(), transaction.GetDbTransaction(), one.Key);
                await context.PublishWebhookAsync(outgoingOf(one));
            }

            await context.SaveChangesAsync();
            await transaction.CommitAsync();
        });
    }
}
