using Microsoft.Extensions.Options;
using WebhookKit.PostgreSql;
using WebhookKit.PostgreSql.Receiving;
using WebhookKit.Relational.Receiving;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>For receivers: remembers processed events in a PostgreSQL database.</summary>
public static class PostgreSqlProcessedEventsExtensions
{
    /// <summary>
    /// Remembers which webhooks have been processed in a PostgreSQL database, which all instances of a receiver share. The tables of WebhookKit are made
    /// there when the first one arrives, unless they are there.
    /// </summary>
    /// <param name="services">The host's services. <c>AddWebhooks()</c> is not needed.</param>
    /// <param name="connectionString">The connection string.</param>
    public static IServiceCollection AddPostgreSqlProcessedEvents(this IServiceCollection services, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);

        return services.AddPostgreSqlProcessedEvents(options => options.ConnectionString = connectionString);
    }

    /// <inheritdoc cref="AddPostgreSqlProcessedEvents(IServiceCollection, string)"/>
    /// <param name="services">The host's services. <c>AddWebhooks()</c> is not needed.</param>
    /// <param name="configure">Sets the options, which are those of the store.</param>
    /// <exception cref="OptionsValidationException">An option breaks a rule.</exception>
    public static IServiceCollection AddPostgreSqlProcessedEvents(this IServiceCollection services, Action<PostgreSqlStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        var options = new PostgreSqlStoreOptions();
        configure(options);
        if (new PostgreSqlStoreOptionsRules().Validate(null, options) is { Failed: true } refused)
        {
            throw new OptionsValidationException(nameof(PostgreSqlStoreOptions), typeof(PostgreSqlStoreOptions), refused.Failures);
        }

        return services.AddProcessedEvents(clock => PostgreSqlProcessedEvents.Over(options, clock));
    }
}
