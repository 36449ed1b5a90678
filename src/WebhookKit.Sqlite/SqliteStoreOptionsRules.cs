using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using WebhookKit.Relational.Schema;

namespace WebhookKit.Sqlite;

internal sealed class SqliteStoreOptionsRules : IValidateOptions<SqliteStoreOptions>
{
    private static readonly TimeSpan ShortestBusyTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBusyTimeout = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();

        if (ProblemOf(options.ConnectionString) is { } problem)
        {
            errors.AddError(problem, nameof(SqliteStoreOptions.ConnectionString));
        }

        if (!SqlIdentifier.IsValid(options.TablePrefix))
        {
            errors.AddError($"{SqlIdentifier.Rule}; was '{options.TablePrefix}'.", nameof(SqliteStoreOptions.TablePrefix));
        }

        if (!Enum.IsDefined(options.Synchronous))
        {
            errors.AddError($"must be Full or Normal; was {options.Synchronous}.", nameof(SqliteStoreOptions.Synchronous));
        }

        if (options.BusyTimeout < ShortestBusyTimeout || options.BusyTimeout > LongestBusyTimeout)
        {
            errors.AddError(
                $"must be from {ShortestBusyTimeout} to {LongestBusyTimeout}; was {options.BusyTimeout}.",
                nameof(SqliteStoreOptions.BusyTimeout));
        }

        return errors.Build();
    }

    /// <summary>The text itself is never repeated: it may hold a password.</summary>
    private static string? ProblemOf(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return "must name a database file, for example \"Data Source=app.db\"; was empty.";
        }

        try
        {
            var parts = new SqliteConnectionStringBuilder(connectionString);
            return IsInMemory(parts)
                ? "must name a database file: a database in memory ends with its connection and would take the deliveries with it. "
                    + "Use a temporary file in tests, or the in-memory store."
                : parts.Mode == SqliteOpenMode.ReadOnly ? "must not say Mode=ReadOnly: the store writes." : null;
        }
        catch (ArgumentException exception)
        {
            return $"must be a connection string of Microsoft.Data.Sqlite: {exception.Message}";
        }
    }

    private static bool IsInMemory(SqliteConnectionStringBuilder parts) =>
        parts.Mode == SqliteOpenMode.Memory
        || string.IsNullOrWhiteSpace(parts.DataSource)
        || parts.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
        || parts.DataSource.Contains("mode=memory", StringComparison.OrdinalIgnoreCase);
}
