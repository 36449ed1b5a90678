using System.Net;
using System.Net.Http.Json;
using WebhookKit.EndToEnd.Tests.Programs;
using WebhookKit.Testing;

namespace WebhookKit.EndToEnd.Tests;

/// <summary>The sample with Entity Framework Core, started as its README says.</summary>
public sealed class EfCoreSampleTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly Dictionary<string, string> NoEnvironment = [];

    [Test]
    public async Task On_Sqlite_an_order_and_its_event_are_saved_and_delivered_and_are_there_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        await DeliversAndKeepsAsync("--connection", $"Data Source={folder.Database}");
    }

    [Test]
    public async Task On_PostgreSql_an_order_and_its_event_are_saved_and_delivered_and_are_there_after_a_restart()
    {
        var database = await SharedServers.CreatePostgreSqlDatabaseAsync();
        await DeliversAndKeepsAsync("--database", "postgres", "--connection", database);
    }

    [TestCase("postgres", "--connection")]
    [TestCase("sqlserver", "--connection")]
    [TestCase("oracle", "'oracle'")]
    public async Task A_database_that_it_cannot_use_is_named_in_one_sentence(string database, string said)
    {
        await using var program = StartedProgram.Start("OrdersEfCore", ["--database", database], NoEnvironment);

        Assert.That(await program.WaitForExitAsync(Deadline), Is.EqualTo(1), program.Output);
        Assert.That(program.Output, Does.Contain(said).And.Not.Contain("   at ").And.Not.Contain("Orders API"));
    }

    private static async Task DeliversAndKeepsAsync(params string[] database)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using (var program = await OrdersApiProgram.StartEfCoreAsync(database))
        {
            var (_, secret) = await program.CreateEndpointAsync(receiver.At("/orders").Url, "order.created");
            using var refused = await program.Client.PostAsJsonAsync("orders", new { customer = "Ada", item = "teapot", quantity = 0 });
            var order = await program.PostAsync("orders", new { customer = "Ada", item = "teapot", quantity = 1 });
            var request = (await receiver.WaitForAsync(1, Deadline)).Single();

            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(request.Text, Is.EqualTo(order.GetRawText()));
            Assert.That(StandardWebhooksSignature.IsValid(request, secret), Is.True);
            await program.WaitForDeliveryAsync(request.WebhookId!, "succeeded", Deadline);
            Assert.That(await program.StopAsync(), Is.Zero, program.Process.Output);
        }

        await using var again = await OrdersApiProgram.StartEfCoreAsync(database);
        await again.PostAsync("orders", new { customer = "Grace", item = "compass", quantity = 2 });
        await receiver.WaitForAsync(2, Deadline);
        var orders = await again.GetAsync("orders");

        Assert.That(orders.EnumerateArray().Select(order => order.GetProperty("customer").GetString()), Is.EqualTo(new[] { "Grace", "Ada" }));
    }
}
