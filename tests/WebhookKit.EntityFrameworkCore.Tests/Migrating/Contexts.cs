using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using WebhookKit.EntityFrameworkCore.Tests.Shop;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

internal static class Contexts
{
    public static DbContextOptions<TContext> Options<TContext>(this IShopDatabase database, Assembly? migrations = null, bool isProviderLast = false)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        if (isProviderLast)
        {
            options.UseWebhooks();
        }

        database.ConfigureContext(options);
        options.UseWebhooks();
        return migrations is null ? options.Options : options.WithMigrations(migrations).Options;
    }

    /// <summary>What <c>MigrationsAssembly</c> of each provider does.</summary>
    public static TBuilder WithMigrations<TBuilder>(this TBuilder options, Assembly migrations)
        where TBuilder : DbContextOptionsBuilder
    {
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(
            RelationalOptionsExtension.Extract(options.Options).WithMigrationsAssembly(migrations));
        return options;
    }
}
