using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;
using WebhookKit.Relational.Schema;

namespace WebhookKit.SqlServer;

internal sealed class SqlServerStoreOptionsRules : IValidateOptions<SqlServerStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, SqlServerStoreOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();

        if (ProblemOf(options.ConnectionString) is { } problem)
        {
            errors.AddError(problem, nameof(SqlServerStoreOptions.ConnectionString));
        }

        if (!SqlIdentifier.IsValid(options.Schema))
        {
            errors.AddError($"{SqlIdentifier.Rule}; was '{options.Schema}'.", nameof(SqlServerStoreOptions.Schema));
        }

        return errors.Build();
    }

    /// <summary>The text itself is never repeated: it may hold a password.</summary>
    private static string? ProblemOf(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return "must name a server and a database, for example \"Server=localhost;Database=app;Integrated Security=true\"; was empty.";
        }

        try
        {
            var parts = new SqlConnectionStringBuilder(connectionString);
            return string.IsNullOrWhiteSpace(parts.DataSource) ? "must name a server: Server=… is missing."
                : string.IsNullOrWhiteSpace(parts.InitialCatalog) ? "must name the database of your own tables: Database=… is missing."
                : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return $"must be a connection string of Microsoft.Data.SqlClient: {exception.Message}";
        }
    }
}
