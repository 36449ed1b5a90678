using System.Data.Common;
using Npgsql;
using WebhookKit.PostgreSql.Connections;

namespace WebhookKit.PostgreSql.Outbox;

/// <summary>Checks a transaction that the host passes: joining the wrong one would lose events without a word.</summary>
internal static class HostTransaction
{
    public static NpgsqlTransaction Check(DbTransaction transaction, PostgreSqlDatabase database)
    {
        if (transaction is not NpgsqlTransaction npgsql)
        {
            throw new ArgumentException(
                $"The PostgreSQL store joins transactions of Npgsql; this one is a {transaction.GetType().FullName}.",
                nameof(transaction));
        }

        if (FindConnection(npgsql) is not { } connection)
        {
            throw new ArgumentException(
                "The transaction has ended. Publish before it is committed or rolled back.",
                nameof(transaction));
        }

        if (!string.Equals(connection.Database, database.Name, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"The transaction is on database '{connection.Database}', but the webhook tables are in '{database.Name}'. An event is "
                + "atomic with your data only in the same database: give the store the connection string of that database.",
                nameof(transaction));
        }

        return npgsql;
    }

    private static NpgsqlConnection? FindConnection(NpgsqlTransaction transaction)
    {
        try
        {
            // A transaction that has ended keeps its connection until it is disposed of. Its isolation level says that it has.
            _ = transaction.IsolationLevel;
            return transaction.Connection;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
