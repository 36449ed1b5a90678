using System.Reflection;
using Dapper;

namespace WebhookKit.SqlServer.Emulation.Tests;

internal sealed class SchemaScriptTests
{
    [Test]
    public async Task The_script_of_the_store_runs()
    {
        await using var connection = await TestServer.OpenAsync(await TestServer.CreateDatabaseAsync());
        await connection.ExecuteAsync("CREATE SCHEMA [kit]");

        await connection.ExecuteAsync((await ReadAsync()).Replace("{schema}", "[kit]", StringComparison.Ordinal));

        Assert.That(await connection.QuerySingleAsync<int>("SELECT COUNT(*) FROM [kit].leases WHERE expires_at = '0001-01-01'"), Is.EqualTo(64));
    }

    private static async Task<string> ReadAsync()
    {
        using var script = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("0001-initial.sql")!);
        return await script.ReadToEndAsync();
    }
}
