using Microsoft.Data.SqlClient;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Connections;

/// <summary>Says what went wrong, and what to do about it.</summary>
/// <param name="server">The server, as the connection string names it.</param>
/// <param name="database">The database's name.</param>
/// <param name="schema">The schema of the tables.</param>
/// <param name="user">Who connects.</param>
internal sealed class SqlServerErrors(string server, string database, string schema, string user)
{
    public WebhookStoreException Explain(SqlException exception)
    {
        var fault = SqlServerFaults.Classify(exception);
        var text = exception.Errors.Count > 0 ? exception.Errors[0].Message : exception.Message;
        return new WebhookStoreException(TextOf(fault, text.TrimEnd('.'), exception.Number), SqlServerFaults.IsTransient(fault), exception);
    }

    /// <summary>The driver says in another exception that its pool has no connection left.</summary>
    public WebhookStoreException ExplainPool(InvalidOperationException exception) => new(
        $"No connection to SQL Server at {server} was free in time: {exception.Message.TrimEnd('.')}. Raise Max Pool Size of the connection "
        + "string, or close connections sooner.",
        isTransient: true,
        exception);

    /// <summary>The driver says in another exception that the connection was cut, where it notices between two rows of an answer.</summary>
    public WebhookStoreException ExplainLost(InvalidOperationException exception) =>
        new(TextOf(SqlServerFault.ConnectionLost, exception.Message.TrimEnd('.'), number: 0), isTransient: true, exception);

    private string TextOf(SqlServerFault fault, string text, int number) =>
        fault switch
        {
            SqlServerFault.LoginFailed =>
                $"SQL Server at {server} does not let {user} in: {text}. Check User ID and Password of the connection string.",
            SqlServerFault.DatabaseMissing =>
                $"The database '{database}' does not exist on {server}, or {user} may not use it: {text}. Create it, grant access, or name "
                + "another in the connection string.",
            SqlServerFault.RightMissing =>
                $"{user} may not do what the store needs in schema '{schema}' of database '{database}': {text}. Grant it: the "
                + "store needs SELECT, INSERT, UPDATE, DELETE and EXECUTE on the schema; whoever makes or upgrades the tables also needs "
                + "CREATE TABLE, CREATE TYPE and ALTER on the schema, and CREATE SCHEMA if it is not there. Or let a user who has these rights "
                + "apply the script that IStoreSchema.GetScript prints.",
            SqlServerFault.SchemaMissing =>
                $"The webhook tables in schema '{schema}' of database '{database}' are missing or old, or {user} may not see them: {text}. "
                + "Let the host create them at start, or apply the script.",
            SqlServerFault.ReadOnly =>
                $"The database '{database}' on {server} is read-only, as a secondary replica is: {text}. Connect to the primary.",
            SqlServerFault.Full => $"SQL Server at {server} has no room left: {text}. Free some.",
            SqlServerFault.DuplicateKey => $"What was to be stored is there already: {text}.",
            SqlServerFault.Deadlock =>
                $"Another transaction was in the way on {server}: {text}. Do all of it again in a new transaction.",
            SqlServerFault.Transient => $"SQL Server at {server} could not do it now: {text}. Try again.",
            SqlServerFault.TimedOut =>
                $"SQL Server at {server} did not answer in time: {text}. It may have done what was asked; asking again does no harm.",
            SqlServerFault.ConnectionLost =>
                $"SQL Server at {server} could not be reached, or the connection was lost: {text}. Check that it runs, and Server and "
                + "Connect Timeout of the connection string.",
            SqlServerFault.HandshakeFailed =>
                $"SQL Server at {server} cannot be used as the connection string says: {text}. Check Encrypt, Trust Server Certificate and "
                + "the server's certificate.",
            _ => $"SQL Server at {server} refused what the store asked of it ({number}: {text}).",
        };
}
