using System.Globalization;
using System.Xml.Linq;
using Dapper;
using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Deliveries;
using WebhookKit.SqlServer.Outbox;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests.Live;

/// <summary>Statements of the hot path look for their rows along an index: none reads a whole table that grows.</summary>
internal sealed class PlanTests : LiveFixture
{
    private const int Batches = 10;
    private const int BatchSize = 1_000;
    private static readonly string[] Growing = ["[events]", "[queue]", "[attempts]", "[dead_letters]"];

    [TestCaseSource(typeof(TestedServers), nameof(TestedServers.Live))]
    public async Task Tables_that_grow_are_only_searched(ITestedServer server)
    {
        var store = await StartAsync(server);
        await FillAsync(store, await AddEndpointAsync(store));

        await using var connection = await Database.ConnectAsync();
        await connection.ExecuteAsync("EXEC sp_updatestats");
        await connection.ExecuteAsync("SET SHOWPLAN_XML ON");
        foreach (var (name, declarations, text) in Statements(new SqlServerTables(Database.Schema)))
        {
            Assert.That(await ScansAsync(connection, $"{declarations}\n{text}"), Is.Empty, name);
        }
    }

    private static IEnumerable<(string Name, string Declarations, string Text)> Statements(SqlServerTables tables)
    {
        var deliveries = new DeliverySql(tables);
        yield return ("FindLanes", $"DECLARE @ranges {tables.RangeRows}; DECLARE @dueBy datetime2(7);", deliveries.FindLanes);
        yield return ("ReadLanes", $"DECLARE @lanes {tables.LaneRows};", deliveries.ReadLanes);
        yield return ("RecordSuccesses", $"DECLARE @outcomes {tables.OutcomeRows};", deliveries.RecordSuccesses);
        yield return ("Record", $"DECLARE @outcomes {tables.OutcomeRows};", deliveries.Record);
        yield return ("Append", $"DECLARE @events {tables.EventRows}; DECLARE @patterns {tables.PatternRows};", new OutboxSql(tables).Append);
    }

    private static async Task<IEnumerable<string>> ScansAsync(SqlConnection connection, string text)
    {
        var plan = XDocument.Parse((await connection.ExecuteScalarAsync<string>(text))!);
        XNamespace names = plan.Root!.Name.Namespace;
        return from step in plan.Descendants(names + "RelOp")
               let kind = (string)step.Attribute("PhysicalOp")!
               where kind.EndsWith("Scan", StringComparison.Ordinal)
               from table in step.Elements().Elements(names + "Object")
               where Growing.Contains((string?)table.Attribute("Table"))
               select string.Create(CultureInfo.InvariantCulture, $"{kind} of {table.Attribute("Table")?.Value} along {table.Attribute("Index")?.Value}");
    }

    private async Task FillAsync(IWebhookStore store, EndpointId endpoint)
    {
        for (var batch = 0; batch < Batches; batch++)
        {
            WebhookEvent[] events = [.. Enumerable.Range(0, BatchSize).Select(i => Data.Event(idempotencyKey: i % 2 == 0 ? $"{batch}-{i}" : null))];
            await store.Outbox.AppendAsync(new AppendRequest { Events = events });
            if (batch % 2 == 0)
            {
                await store.Deliveries.RecordAsync(
                    new OutcomeBatch { Outcomes = [.. events.Select(one => Data.Success(DeliveryId.First(one.Id, endpoint)))] });
            }
        }
    }
}
