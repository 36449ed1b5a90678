using Npgsql;

namespace WebhookKit.PostgreSql.Connections;

/// <summary>An open connection of <see cref="WarmConnections"/>.</summary>
internal sealed class WarmConnection(NpgsqlConnection connection, long openedAt)
{
    public NpgsqlConnection Connection => connection;

    /// <summary>A timestamp of the clock.</summary>
    public long OpenedAt => openedAt;

    /// <summary>A timestamp of the clock.</summary>
    public long RestsSince { get; set; }
}
