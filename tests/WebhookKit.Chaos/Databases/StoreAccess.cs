using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WebhookKit.Chaos.Arguments;

namespace WebhookKit.Chaos.Databases;

/// <summary>How any process reaches a store that is named by its kind and a connection string.</summary>
internal static class StoreAccess
{
    public static void Use(IWebhooksBuilder webhooks, StoreKind kind, string connectionString, bool notifies, NpgsqlDataSource? shared = null)
    {
        if (kind == StoreKind.Postgres)
        {
            webhooks.UsePostgreSql(options =>
            {
                options.ConnectionString = shared is null ? connectionString : "";
                options.DataSource = shared;
                options.UseNotifications = notifies;
            });
        }
        else
        {
            webhooks.UseSqlite(connectionString);
        }
    }

    /// <summary>A connection as a host would have one, open.</summary>
    public static async Task<DbConnection> OpenAsync(StoreKind kind, string connectionString)
    {
        DbConnection connection = kind == StoreKind.Postgres ? new NpgsqlConnection(connectionString) : new SqliteConnection(connectionString);
        await connection.OpenAsync();
        if (kind == StoreKind.Sqlite)
        {
            // What the README asks of hosts. Foreign keys are how a commit is made to fail.
            await ExecuteAsync(connection, "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON");
        }

        return connection;
    }

    /// <summary>What the names of the tables begin with.</summary>
    public static string PrefixOf(StoreKind kind) => kind == StoreKind.Postgres ? "webhooks." : "webhook_";

    public static async Task<int> ExecuteAsync(
        DbConnection connection, string sql, DbTransaction? transaction = null, params IEnumerable<(string Name, object Value)> parameters)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteNonQueryAsync();
    }
}
