using System.Data.Common;
using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.Outbox;

/// <summary>Checks a transaction that the host passes: joining the wrong one would lose events without a word.</summary>
internal static class HostTransaction
{
    public static SqlSession Check(DbTransaction transaction, SqlServerDatabase database)
    {
        if (transaction is not SqlTransaction sql)
        {
            throw new ArgumentException(
                $"The SQL Server store joins transactions of Microsoft.Data.SqlClient; this one is a {transaction.GetType().FullName}.",
                nameof(transaction));
        }

        if (sql.Connection is not { } connection)
        {
            throw new ArgumentException(
                "The transaction has ended. Publish before it is committed or rolled back.",
                nameof(transaction));
        }

        // Whether case matters is the server's choice; a database that is missing is not joined either way.
        if (!string.Equals(connection.Database, database.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"The transaction is on database '{connection.Database}', but the webhook tables are in '{database.Name}'. An event is "
                + "atomic with your data only in the same database: give the store the connection string of that database.",
                nameof(transaction));
        }

        return new SqlSession(connection, sql);
    }
}
