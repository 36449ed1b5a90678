using Microsoft.Extensions.Options;
using Npgsql;
using WebhookKit.Relational.Schema;

namespace WebhookKit.PostgreSql;

internal sealed class PostgreSqlStoreOptionsRules : IValidateOptions<PostgreSqlStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgreSqlStoreOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();

        if (options.DataSource is null && ProblemOf(options.ConnectionString) is { } problem)
        {
            errors.AddError(problem, nameof(PostgreSqlStoreOptions.ConnectionString));
        }

        if (!SqlIdentifier.IsValid(options.Schema))
        {
            errors.AddError($"{SqlIdentifier.Rule}; was '{options.Schema}'.", nameof(PostgreSqlStoreOptions.Schema));
        }

        return errors.Build();
    }

    /// <summary>The text itself is never repeated: it may hold a password.</summary>
    private static string? ProblemOf(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return "must name a server and a database, for example \"Host=localhost;Database=app;Username=app\", unless DataSource is set; was empty.";
        }

        try
        {
            return string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(connectionString).Host)
                ? "must name a server: Host=… is missing."
                : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return $"must be a connection string of Npgsql: {exception.Message}";
        }
    }
}
