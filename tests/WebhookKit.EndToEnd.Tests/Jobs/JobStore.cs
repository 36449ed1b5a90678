using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.EndToEnd.Tests.Jobs;

/// <summary>A kind of database that jobs run on.</summary>
/// <param name="Name">What the test report calls it.</param>
/// <param name="CreateAsync">Makes an empty one.</param>
internal sealed record JobStore(string Name, Func<Task<JobDatabase>> CreateAsync)
{
    private static readonly JobStore[] Kinds =
    [
        new("SQLite", CreateSqliteAsync),
        new("PostgreSQL", CreatePostgreSqlAsync),
    ];

    /// <summary>For fixtures.</summary>
    public static IEnumerable<TestFixtureData> All => Kinds.Select(kind => new TestFixtureData(kind).SetArgDisplayNames(kind.Name));

    private static Task<JobDatabase> CreateSqliteAsync()
    {
        var folder = new TemporaryFolder();
        var connectionString = $"Data Source={folder.Database}";
        return Task.FromResult(new JobDatabase("Sqlite", connectionString, webhooks => webhooks.UseSqlite(connectionString), folder));
    }

    private static async Task<JobDatabase> CreatePostgreSqlAsync()
    {
        var connectionString = await SharedServers.CreatePostgreSqlDatabaseAsync();
        return new JobDatabase("PostgreSql", connectionString, webhooks => webhooks.UsePostgreSql(connectionString), null);
    }
}
