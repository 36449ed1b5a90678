using Microsoft.EntityFrameworkCore.Infrastructure;
using WebhookKit.EntityFrameworkCore.DependencyInjection;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Lets a context publish webhooks.</summary>
public static class WebhooksDbContextOptionsBuilderExtensions
{
    /// <summary>
    /// Lets <see cref="DbContext.SaveChanges()"/> store what was published by
    /// <see cref="WebhooksDbContextExtensions.PublishWebhookAsync{T}(DbContext, string, T, WebhookKit.PublishOptions?, CancellationToken)"/>,
    /// in the same transaction as the entities.
    /// </summary>
    /// <remarks>
    /// The publisher comes from the application's services, which a context knows that was registered by <c>AddDbContext</c>,
    /// <c>AddDbContextPool</c> or <c>AddDbContextFactory</c>; one that is made by hand is told of them by
    /// <see cref="DbContextOptionsBuilder.UseApplicationServiceProvider"/>. The webhook tables must be in the context's database.
    /// </remarks>
    /// <param name="builder">The options of the context.</param>
    public static DbContextOptionsBuilder UseWebhooks(this DbContextOptionsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(new WebhooksOptionsExtension());
        return builder;
    }

    /// <inheritdoc cref="UseWebhooks(DbContextOptionsBuilder)" />
    /// <typeparam name="TContext">The context.</typeparam>
    public static DbContextOptionsBuilder<TContext> UseWebhooks<TContext>(this DbContextOptionsBuilder<TContext> builder)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseWebhooks((DbContextOptionsBuilder)builder);
}
