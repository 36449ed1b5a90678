using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Rigs;

namespace WebhookKit.Chaos.Databases;

internal static class ChaosStores
{
    /// <exception cref="TestServers.ServerMissingException">PostgreSQL is not installed, or what a clock of its own needs.</exception>
    public static async Task<IChaosStore> StartAsync(StoreKind kind, RigPlan plan) =>
        kind == StoreKind.Postgres ? await PostgreSqlChaosStore.StartAsync(plan.DatabaseConnections, plan.DatabaseHasClock) : new SqliteChaosStore();
}
