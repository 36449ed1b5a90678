using Dapper;
using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Tests.Servers;

namespace WebhookKit.SqlServer.Tests.Live;

/// <summary>Says in every report whether a SQL Server took part.</summary>
[Category(LiveServer.Category)]
internal sealed class LiveServerTests
{
    [Test]
    public async Task A_SQL_Server_takes_part()
    {
        if (LiveServer.ConnectionString is not { } connectionString)
        {
            const string How = $"""
                None of these tests ran on SQL Server. To run them, set {LiveServer.Variable} to the connection string of a server on which
                databases may be created, and then: dotnet test tests/WebhookKit.SqlServer.Tests --filter TestCategory={LiveServer.Category}
                """;
            Assert.That(LiveServer.IsRequired, Is.False, $"{LiveServer.RequiredVariable} is 1. {How}");
            Assert.Ignore(How);
            return;
        }

        await using var connection = new SqlConnection(connectionString);
        var version = await connection.ExecuteScalarAsync<string>("SELECT @@VERSION");
        TestContext.Out.WriteLine(version);
        Assert.That(version, Does.Contain("SQL"));
    }
}
