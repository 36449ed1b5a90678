using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.EndToEnd.Tests.Databases;

/// <summary>A kind of database that processes can share.</summary>
/// <param name="Name">What the test report calls it.</param>
/// <param name="CreateAsync">Makes an empty one.</param>
internal sealed record SharedStore(string Name, Func<Task<SharedDatabase>> CreateAsync)
{
    private static readonly SharedStore[] Kinds =
    [
        new("SQLite", CreateSqliteAsync),
        new("PostgreSQL", CreatePostgreSqlAsync),
    ];

    /// <summary>For fixtures.</summary>
    public static IEnumerable<TestFixtureData> All => Kinds.Select(kind => new TestFixtureData(kind).SetArgDisplayNames(kind.Name));

    private static Task<SharedDatabase> CreateSqliteAsync()
    {
        var folder = new TemporaryFolder();
        var connectionString = $"Data Source={folder.Database}";
        return Task.FromResult(new SharedDatabase("Sqlite", connectionString, webhooks => webhooks.UseSqlite(connectionString), folder));
    }

    private static async Task<SharedDatabase> CreatePostgreSqlAsync()
    {
        var connectionString = await SharedServers.CreatePostgreSqlDatabaseAsync();
        return new SharedDatabase("PostgreSql", connectionString, webhooks => webhooks.UsePostgreSql(connectionString), null);
    }
}
