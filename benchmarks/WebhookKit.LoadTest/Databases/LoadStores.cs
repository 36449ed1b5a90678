using WebhookKit.LoadTest.Arguments;
using WebhookKit.TestServers;

namespace WebhookKit.LoadTest.Databases;

internal static class LoadStores
{
    /// <param name="kind">Which store.</param>
    /// <param name="countStatements">Whether statements are counted, which costs a little.</param>
    /// <exception cref="UsageException">The store is not installed.</exception>
    public static async Task<ILoadStore> StartAsync(StoreKind kind, bool countStatements = false)
    {
        try
        {
            return kind switch
            {
                StoreKind.Postgres => await PostgreSqlStore.StartAsync(countStatements),
                StoreKind.Sqlite => new SqliteStore(),
                _ => new MemoryStore(),
            };
        }
        catch (ServerMissingException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    /// <summary>A database that another process made.</summary>
    public static ILoadDatabase Join(StoreKind kind, string connectionString) => kind switch
    {
        StoreKind.Postgres => new PostgreSqlDatabase(connectionString, cluster: null),
        StoreKind.Sqlite => new SqliteDatabase(connectionString, folder: null),
        _ => throw new NotSupportedException("Memory is not shared between processes."),
    };
}
