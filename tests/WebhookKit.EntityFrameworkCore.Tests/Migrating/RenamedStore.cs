using Microsoft.Extensions.DependencyInjection;
using WebhookKit.PostgreSql;
using WebhookKit.Sqlite;
using WebhookKit.SqlServer;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

internal static class RenamedStore
{
    /// <summary>Tells the store the names of <see cref="RenamedContext"/>, whichever store it is.</summary>
    public static void Configure(IServiceCollection services)
    {
        services.Configure<PostgreSqlStoreOptions>(options => options.Schema = RenamedContext.Schema);
        services.Configure<SqlServerStoreOptions>(options => options.Schema = RenamedContext.Schema);
        services.Configure<SqliteStoreOptions>(options => options.TablePrefix = RenamedContext.TablePrefix);
    }
}
