using Microsoft.Extensions.Options;
using WebhookKit.Relational.Receiving;
using WebhookKit.SqlServer;
using WebhookKit.SqlServer.Receiving;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>For receivers: remembers processed events in a SQL Server database.</summary>
public static class SqlServerProcessedEventsExtensions
{
    /// <summary>
    /// Remembers which webhooks have been processed in a SQL Server database, which all instances of a receiver share. The tables of WebhookKit are made
    /// there when the first one arrives, unless they are there.
    /// </summary>
    /// <param name="services">The host's services. <c>AddWebhooks()</c> is not needed.</param>
    /// <param name="connectionString">The connection string.</param>
    public static IServiceCollection AddSqlServerProcessedEvents(this IServiceCollection services, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);

        return services.AddSqlServerProcessedEvents(options => options.ConnectionString = connectionString);
    }

    /// <inheritdoc cref="AddSqlServerProcessedEvents(IServiceCollection, string)"/>
    /// <param name="services">The host's services. <c>AddWebhooks()</c> is not needed.</param>
    /// <param name="configure">Sets the options, which are those of the store.</param>
    /// <exception cref="OptionsValidationException">An option breaks a rule.</exception>
    public static IServiceCollection AddSqlServerProcessedEvents(this IServiceCollection services, Action<SqlServerStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        var options = new SqlServerStoreOptions();
        configure(options);
        if (new SqlServerStoreOptionsRules().Validate(null, options) is { Failed: true } refused)
        {
            throw new OptionsValidationException(nameof(SqlServerStoreOptions), typeof(SqlServerStoreOptions), refused.Failures);
        }

        return services.AddProcessedEvents(clock => SqlServerProcessedEvents.Over(options, clock));
    }
}
