using Dapper;
using Microsoft.Data.SqlClient;

namespace WebhookKit.SqlServer.Tests.Servers;

/// <summary>A SQL Server, with databases of one kind.</summary>
/// <param name="collation">Their collation.</param>
/// <param name="readsVersions">Whether READ_COMMITTED_SNAPSHOT is on.</param>
internal sealed class LiveServer(string collation, bool readsVersions) : ITestedServer, IAsyncDisposable
{
    /// <summary>Names a server in a connection string whose user may create databases.</summary>
    public const string Variable = "WEBHOOKKIT_TEST_SQLSERVER";

    /// <summary>With the value 1 it is an error that there is none.</summary>
    public const string RequiredVariable = "WEBHOOKKIT_REQUIRE_LIVE";

    /// <summary>What its tests belong to.</summary>
    public const string Category = "SqlServerLive";

    private readonly Lock _lock = new();
    private Task<string>? _shared;

    public static string? ConnectionString => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;

    public static bool IsRequired => Environment.GetEnvironmentVariable(RequiredVariable) == "1";

    public Task<string> GetSharedDatabaseAsync()
    {
        lock (_lock)
        {
            return _shared ??= CreateDatabaseAsync();
        }
    }

    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"whk_{Guid.CreateVersion7():n}";
        await RunAsync($"CREATE DATABASE [{name}] COLLATE {collation}");
        await RunAsync($"ALTER DATABASE [{name}] SET READ_COMMITTED_SNAPSHOT {(readsVersions ? "ON" : "OFF")} WITH ROLLBACK IMMEDIATE");
        return new SqlConnectionStringBuilder(ConnectionString!) { InitialCatalog = name }.ConnectionString;
    }

    public async Task DropDatabaseAsync(string connectionString)
    {
        await using (var last = new SqlConnection(connectionString))
        {
            SqlConnection.ClearPool(last);
        }

        var name = new SqlConnectionStringBuilder(connectionString).InitialCatalog;
        await RunAsync($"ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{name}]");
    }

    public async ValueTask DisposeAsync()
    {
        if (_shared is { IsCompletedSuccessfully: true })
        {
            await DropDatabaseAsync(await _shared);
        }
    }

    public override string ToString() => $"live, {collation}, row versions {(readsVersions ? "on" : "off")}";

    private static async Task RunAsync(string text)
    {
        await using var connection = new SqlConnection(new SqlConnectionStringBuilder(ConnectionString!) { InitialCatalog = "master" }.ConnectionString);
        await connection.ExecuteAsync(new CommandDefinition(text, commandTimeout: 120));
    }
}
