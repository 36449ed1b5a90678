using Microsoft.Extensions.Options;
using WebhookKit.Relational.Receiving;
using WebhookKit.Sqlite;
using WebhookKit.Sqlite.Receiving;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>For receivers: remembers processed events in a SQLite file.</summary>
public static class SqliteProcessedEventsExtensions
{
    /// <summary>
    /// Remembers which webhooks have been processed in a SQLite file, which all instances of a receiver share. The tables of WebhookKit are made
    /// there when the first one arrives, unless they are there.
    /// </summary>
    /// <param name="services">The host's services. <c>AddWebhooks()</c> is not needed.</param>
    /// <param name="connectionString">The connection string.</param>
    public static IServiceCollection AddSqliteProcessedEvents(this IServiceCollection services, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);

        return services.AddSqliteProcessedEvents(options => options.ConnectionString = connectionString);
    }

    /// <inheritdoc cref="AddSqliteProcessedEvents(IServiceCollection, string)"/>
    /// <param name="services">The host's services. <c>AddWebhooks()</c> is not needed.</param>
    /// <param name="configure">Sets the options, which are those of the store.</param>
    /// <exception cref="OptionsValidationException">An option breaks a rule.</exception>
    public static IServiceCollection AddSqliteProcessedEvents(this IServiceCollection services, Action<SqliteStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        var options = new SqliteStoreOptions();
        configure(options);
        if (new SqliteStoreOptionsRules().Validate(null, options) is { Failed: true } refused)
        {
            throw new OptionsValidationException(nameof(SqliteStoreOptions), typeof(SqliteStoreOptions), refused.Failures);
        }

        return services.AddProcessedEvents(clock => SqliteProcessedEvents.Over(options, clock));
    }
}
