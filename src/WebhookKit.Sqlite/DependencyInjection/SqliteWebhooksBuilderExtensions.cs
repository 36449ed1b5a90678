using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WebhookKit;
using WebhookKit.Sqlite;
using WebhookKit.Sqlite.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses SQLite.</summary>
public static class SqliteWebhooksBuilderExtensions
{
    /// <summary>Keeps events, deliveries and endpoints in a SQLite file, beside your own tables.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The connection string of the file, for example <c>Data Source=app.db</c>.</param>
    public static IWebhooksBuilder UseSqlite(this IWebhooksBuilder builder, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);

        return builder.UseSqlite(options => options.ConnectionString = connectionString);
    }

    /// <summary>Keeps events, deliveries and endpoints in a SQLite file, beside your own tables.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">
    /// Sets the options; <see cref="SqliteStoreOptions.ConnectionString"/> at least. What depends on other services is set by
    /// <c>services.AddOptions&lt;SqliteStoreOptions&gt;().Configure&lt;TService&gt;(…)</c>.
    /// </param>
    public static IWebhooksBuilder UseSqlite(this IWebhooksBuilder builder, Action<SqliteStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.AddOptions<SqliteStoreOptions>().Configure(configure).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteStoreOptions>, SqliteStoreOptionsRules>());
        return builder.UseStore<SqliteStore>();
    }
}
