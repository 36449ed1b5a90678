using Microsoft.Data.SqlClient;

namespace WebhookKit.SqlServer.Tests.Servers;

/// <summary>Databases of the emulated server, which is one of those that tests run on.</summary>
internal sealed class EmulatedDatabases : ITestedServer
{
    public static EmulatedDatabases Instance { get; } = new();

    public Task<string> GetSharedDatabaseAsync() => Task.FromResult(EmulatedServer.ConnectionString);

    public Task<string> CreateDatabaseAsync() => EmulatedServer.CreateDatabaseAsync();

    // It ends with the server.
    public Task DropDatabaseAsync(string connectionString)
    {
        using var last = new SqlConnection(connectionString);
        SqlConnection.ClearPool(last);
        return Task.CompletedTask;
    }

    public override string ToString() => "emulated";
}
