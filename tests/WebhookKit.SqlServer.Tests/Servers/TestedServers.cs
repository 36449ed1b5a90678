using NUnit.Framework.Internal;

namespace WebhookKit.SqlServer.Tests.Servers;

/// <summary>
/// The servers that tests run on: the emulated one always, and where <see cref="LiveServer.Variable"/> names a SQL Server that one,
/// too, with databases of every kind that makes a difference. Mistakes in case fail with the first collation; the second is what most
/// databases have.
/// </summary>
internal static class TestedServers
{
    private static readonly LiveServer[] LiveServers = LiveServer.ConnectionString is null
        ? []
        :
        [
            new LiveServer("Latin1_General_100_BIN2", readsVersions: false),
            new LiveServer("Latin1_General_100_BIN2", readsVersions: true),
            new LiveServer("SQL_Latin1_General_CP1_CI_AS", readsVersions: false),
            new LiveServer("SQL_Latin1_General_CP1_CI_AS", readsVersions: true),
        ];

    /// <summary>For fixtures.</summary>
    public static IEnumerable<TestFixtureData> All => [Named(EmulatedDatabases.Instance), .. LiveServers.Select(Named)];

    /// <summary>For tests that mean nothing on the emulated one.</summary>
    public static IEnumerable<TestCaseData> Live =>
        LiveServers.Select(server => new TestCaseData(server).SetArgDisplayNames(server.ToString()).SetCategory(LiveServer.Category));

    public static async Task RemoveAsync()
    {
        foreach (var server in LiveServers)
        {
            await server.DisposeAsync();
        }
    }

    private static TestFixtureData Named(ITestedServer server)
    {
        var data = new TestFixtureData(server).SetArgDisplayNames(server.ToString()!);
        if (server is LiveServer)
        {
            data.Properties.Add(PropertyNames.Category, LiveServer.Category);
        }

        return data;
    }
}
