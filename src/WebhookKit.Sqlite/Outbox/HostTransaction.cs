using System.Data.Common;
using Microsoft.Data.Sqlite;
using WebhookKit.Sqlite.Connections;

namespace WebhookKit.Sqlite.Outbox;

/// <summary>Checks a transaction that the host passes: joining the wrong one would lose events without a word.</summary>
internal static class HostTransaction
{
    public static SqliteConnection ConnectionOf(DbTransaction transaction, SqliteDatabase database)
    {
        if (transaction is not SqliteTransaction sqlite)
        {
            throw new ArgumentException(
                $"The SQLite store joins transactions of Microsoft.Data.Sqlite; this one is a {transaction.GetType().FullName}.",
                nameof(transaction));
        }

        if (sqlite.Connection is not { } connection)
        {
            throw new ArgumentException(
                "The transaction has ended. Publish before it is committed or rolled back.",
                nameof(transaction));
        }

        if (!database.IsSameFile(connection))
        {
            throw new ArgumentException(
                $"The transaction is on '{connection.DataSource}', but the webhook tables are in '{database.Path}'. An event is "
                + "atomic with your data only in the same file: give the store the connection string of that database.",
                nameof(transaction));
        }

        return connection;
    }
}
