using System.Data;
using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Notifications;

/// <summary>Wakes other processes by <c>NOTIFY</c>, on a channel that belongs to the schema of the tables.</summary>
internal sealed class PostgreSqlNotifications(PostgreSqlDatabase database) : IDeliveryNotifications
{
    // A connection that nobody answers on any more looks like a quiet one: it is asked.
    private static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(30);
    private const int AnswerWithinSeconds = 10;

    // Nothing is lost with a notification, so its commit need not wait for the disk: all notifications of a database wait for
    // one another's commit.
    private const string NotifySql =
        "SELECT pg_notify($1, payload) FROM unnest($2) AS payload, set_config('synchronous_commit', 'off', true)";

    public async ValueTask NotifyAsync(IReadOnlyCollection<EndpointId> endpoints, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoints);

        await database.RunAsync(
            async (connection, token) =>
            {
                var command = new NpgsqlCommand(NotifySql, connection);
                await using var commandDisposal = command.ConfigureAwait(false);
                command.Parameters.AddTyped(database.Tables.Channel);
                command.Parameters.AddTyped(NotificationText.Write(endpoints));
                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task ListenAsync(Action<IReadOnlyCollection<EndpointId>> heard, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(heard);

        await database.RunAsync(
            async (connection, token) =>
            {
                connection.Notification += (_, notification) =>
                {
                    if (notification.Channel == database.Tables.Channel)
                    {
                        heard(NotificationText.Read(notification.Payload));
                    }
                };
                try
                {
                    await ExecuteAsync(connection, $"LISTEN \"{database.Tables.Channel}\"", token).ConfigureAwait(false);
                    heard([]);
                    return await WaitAsync(connection, token).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (connection.State == ConnectionState.Open)
                {
                    // It goes back to the pool, which clears it when it is used again, or never.
                    await ExecuteAsync(connection, "UNLISTEN *", CancellationToken.None).ConfigureAwait(false);
                    throw;
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> WaitAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!await connection.WaitAsync(AskAfter, cancellationToken).ConfigureAwait(false))
            {
                await ExecuteAsync(connection, "SELECT 1", cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = AnswerWithinSeconds };
        await using var commandDisposal = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
