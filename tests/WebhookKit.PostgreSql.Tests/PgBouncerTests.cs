using Npgsql;
using WebhookKit.TestServers;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>
/// The whole job through PgBouncer in transaction mode, where every transaction may run on another of a few connections:
/// without notifications, and without prepared statements where PgBouncer does not follow them.
/// </summary>
internal sealed class PgBouncerTests : StoreTests
{
    private const int ServerConnections = 3;

    [TestCase("No Reset On Close=true")]
    [TestCase("")]
    public async Task The_whole_job_is_done_in_transaction_mode(string settings)
    {
        await using var bouncer = await PgBouncerServer.StartAsync(TestServer.Cluster, ServerConnections);

        await RunThroughAsync(bouncer, settings, prepares: false);
    }

    [Test]
    public async Task Prepared_statements_are_followed_by_a_version_that_can()
    {
        PgBouncerServer following;
        try
        {
            following = await PgBouncerServer.StartAsync(TestServer.Cluster, ServerConnections, maxPreparedStatements: 100);
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("max_prepared_statements", StringComparison.Ordinal))
        {
            Assert.Ignore("This PgBouncer is older than 1.21 and does not know the setting.");
            return;
        }

        await using var bouncer = following;
        await RunThroughAsync(bouncer, "No Reset On Close=true", prepares: true);
    }

    private async Task RunThroughAsync(PgBouncerServer bouncer, string settings, bool prepares)
    {
        var way = $"{bouncer.ConnectionStringFor(TestServer.ConnectionString)};{settings}";
        await using var shared = NpgsqlDataSource.Create(way);

        await MainJob.RunAsync(
            options =>
            {
                options.DataSource = shared;
                options.Schema = Database.Schema;
                options.PrepareStatements = prepares;
                options.UseNotifications = false;
            },
            shared);
    }
}
