using Microsoft.EntityFrameworkCore;
using WebhookKit;

namespace OrdersEfCore;

/// <summary>The switch <c>--database</c>: one database for the context and for the webhooks.</summary>
internal static class Database
{
    private const string Sqlite = "sqlite";
    private const string Postgres = "postgres";
    private const string SqlServer = "sqlserver";

    /// <returns>What the user is told: which database it is, or why there is none.</returns>
    public static (bool IsKnown, string Text) Use(WebApplicationBuilder builder)
    {
        var connection = builder.Configuration["Connection"] ?? "";
        var name = builder.Configuration["Database"] is { Length: > 0 } given ? given : Sqlite;
        switch (name)
        {
            case Sqlite:
                connection = connection.Length > 0 ? connection : $"Data Source={Path.Combine(builder.Environment.ContentRootPath, "orders.db")}";
                Use(builder, webhooks => webhooks.UseSqlite(connection), context => context.UseSqlite(connection));
                return (true, name);

            case Postgres when connection.Length > 0:
                Use(builder, webhooks => webhooks.UsePostgreSql(connection), context => context.UseNpgsql(connection));
                return (true, name);

            case Postgres:
                return (false, $"--database {Postgres} needs --connection \"Host=localhost;Database=orders;Username=…;Password=…\".");

            case SqlServer when connection.Length > 0:
                Use(builder, webhooks => webhooks.UseSqlServer(connection), context => context.UseSqlServer(connection));
                return (true, name);

            case SqlServer:
                return (false, $"--database {SqlServer} needs --connection \"Server=localhost;Database=orders;User ID=…;Password=…\".");

            default:
                return (false, $"--database is {Sqlite}, {Postgres} or {SqlServer}; was '{name}'.");
        }
    }

    private static void Use(WebApplicationBuilder builder, Action<IWebhooksBuilder> useStore, Action<DbContextOptionsBuilder> useDatabase)
    {
        useStore(builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks")));
        builder.Services.AddDbContext<OrdersContext>(options =>
        {
            useDatabase(options);
            options.UseWebhooks();
        });
    }
}
