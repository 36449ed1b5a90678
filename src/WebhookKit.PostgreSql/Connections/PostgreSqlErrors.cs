using System.Security.Authentication;
using Npgsql;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Connections;

/// <summary>Says what went wrong, and what to do about it.</summary>
/// <param name="server">Host and port.</param>
/// <param name="database">The database's name.</param>
/// <param name="schema">The schema of the tables.</param>
/// <param name="user">Who connects.</param>
internal sealed class PostgreSqlErrors(string server, string database, string schema, string? user)
{
    public WebhookStoreException Explain(NpgsqlException exception) =>
        exception is PostgresException refusal
            ? new WebhookStoreException(TextOf(refusal), IsTransient(refusal), exception)
            : new WebhookStoreException(
                $"PostgreSQL at {server} could not be reached or did not answer: {exception.Message}. Check that it runs, and "
                + "Host, Port, Timeout and Maximum Pool Size of the connection string.",
                isTransient: true,
                exception);

    /// <summary>
    /// Explains why no connection was opened. What the driver itself refuses, with no network error behind it, stays so until
    /// the connection string changes: a password that is missing, TLS that the server does not speak, a wrong certificate.
    /// </summary>
    public WebhookStoreException ExplainOpening(NpgsqlException exception) =>
        exception is not PostgresException && exception.InnerException is null or AuthenticationException
            ? new WebhookStoreException(
                $"PostgreSQL at {server} cannot be used as the connection string says: {exception.Message.TrimEnd('.')}. Check Username, "
                + "Password and SSL Mode.",
                isTransient: false,
                exception)
            : Explain(exception);

    private string TextOf(PostgresException refusal) =>
        refusal.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"PostgreSQL at {server} does not let '{user}' in: {refusal.MessageText}. Check Username and Password of the connection string.",
            PostgresErrorCodes.InvalidCatalogName =>
                $"The database '{database}' does not exist on {server}. Create it, or name another in the connection string.",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"'{user}' may not do what the store needs in schema '{schema}' of database '{database}': {refusal.MessageText}. Grant the "
                + "right, or let a role that has it apply the script.",
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn =>
                $"The webhook tables in schema '{schema}' of database '{database}' are missing or old: {refusal.MessageText}. Let the "
                + "host create them at start, or apply the script.",
            PostgresErrorCodes.ReadOnlySqlTransaction =>
                $"PostgreSQL at {server} is read-only, as a standby is. Connect to the primary, for example by adding "
                + "Target Session Attributes=primary.",
            PostgresErrorCodes.DiskFull => $"The disk of PostgreSQL at {server} is full. Free some space.",
            PostgresErrorCodes.TooManyConnections =>
                $"PostgreSQL at {server} has no connection left: {refusal.MessageText}. Lower Maximum Pool Size or raise max_connections.",
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected =>
                $"Another transaction was in the way on {server}: {refusal.MessageText}. Do all of it again in a new transaction.",
            PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.DuplicatePreparedStatement =>
                $"A prepared statement was lost or met twice on {server}: a pooler such as PgBouncer in transaction mode is in between. "
                + "Set PrepareStatements to false, or let the pooler follow prepared statements.",
            _ => $"PostgreSQL at {server} refused what the store asked of it ({refusal.SqlState}: {refusal.MessageText}).",
        };

    // What passes without anybody changing the statement: a lock, a restart, a full disk.
    private static bool IsTransient(PostgresException refusal) =>
        refusal.IsTransient
        || refusal.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.QueryCanceled
        || refusal.SqlState.StartsWith("53", StringComparison.Ordinal)
        || refusal.SqlState.StartsWith("57P", StringComparison.Ordinal)
        || refusal.SqlState.StartsWith("58", StringComparison.Ordinal);
}
