using WebhookKit.Chaos.Arguments;

namespace WebhookKit.Chaos.Databases;

internal static class ChaosStores
{
    /// <exception cref="TestServers.ServerMissingException">PostgreSQL is not installed.</exception>
    public static async Task<IChaosStore> StartAsync(StoreKind kind, int mostConnections) =>
        kind == StoreKind.Postgres ? await PostgreSqlChaosStore.StartAsync(mostConnections) : new SqliteChaosStore();
}
