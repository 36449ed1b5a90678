using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using WebhookKit;
using WebhookKit.PostgreSql;
using WebhookKit.PostgreSql.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses PostgreSQL.</summary>
public static class PostgreSqlWebhooksBuilderExtensions
{
    /// <summary>Keeps events, deliveries and endpoints in a PostgreSQL database, beside your own tables.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The connection string of Npgsql, for example <c>Host=localhost;Database=app;Username=app</c>.</param>
    public static IWebhooksBuilder UsePostgreSql(this IWebhooksBuilder builder, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);

        return builder.UsePostgreSql(options => options.ConnectionString = connectionString);
    }

    /// <summary>Keeps events, deliveries and endpoints in a PostgreSQL database, over the connections of your own data source.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">The data source. It stays yours: it is not disposed of.</param>
    public static IWebhooksBuilder UsePostgreSql(this IWebhooksBuilder builder, NpgsqlDataSource dataSource)
    {
        ArgumentNullException.ThrowIfNull(dataSource);

        return builder.UsePostgreSql(options => options.DataSource = dataSource);
    }

    /// <summary>Keeps events, deliveries and endpoints in a PostgreSQL database, beside your own tables.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">
    /// Sets the options; <see cref="PostgreSqlStoreOptions.ConnectionString"/> or <see cref="PostgreSqlStoreOptions.DataSource"/>
    /// at least. What depends on other services is set by
    /// <c>services.AddOptions&lt;PostgreSqlStoreOptions&gt;().Configure&lt;TService&gt;(…)</c>.
    /// </param>
    public static IWebhooksBuilder UsePostgreSql(this IWebhooksBuilder builder, Action<PostgreSqlStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.AddOptions<PostgreSqlStoreOptions>().Configure(configure).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlStoreOptions>, PostgreSqlStoreOptionsRules>());
        return builder.UseStore<PostgreSqlStore>();
    }
}
