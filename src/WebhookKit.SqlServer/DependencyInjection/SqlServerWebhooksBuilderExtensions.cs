using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WebhookKit;
using WebhookKit.SqlServer;
using WebhookKit.SqlServer.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses SQL Server.</summary>
public static class SqlServerWebhooksBuilderExtensions
{
    /// <summary>Keeps events, deliveries and endpoints in a SQL Server database, beside your own tables.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The connection string of Microsoft.Data.SqlClient, for example <c>Server=localhost;Database=app;Integrated Security=true</c>.</param>
    public static IWebhooksBuilder UseSqlServer(this IWebhooksBuilder builder, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);

        return builder.UseSqlServer(options => options.ConnectionString = connectionString);
    }

    /// <summary>Keeps events, deliveries and endpoints in a SQL Server database, beside your own tables.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">
    /// Sets the options; <see cref="SqlServerStoreOptions.ConnectionString"/> at least. What depends on other services is set by
    /// <c>services.AddOptions&lt;SqlServerStoreOptions&gt;().Configure&lt;TService&gt;(…)</c>.
    /// </param>
    public static IWebhooksBuilder UseSqlServer(this IWebhooksBuilder builder, Action<SqlServerStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.AddOptions<SqlServerStoreOptions>().Configure(configure).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqlServerStoreOptions>, SqlServerStoreOptionsRules>());
        return builder.UseStore<SqlServerStore>();
    }
}
