using Microsoft.Extensions.DependencyInjection;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;
using WebhookKit.Testing;
using WebhookKit.TestServers;
using WebhookKit.TestServers.Hosts;

namespace WebhookKit.SqlServer.Tests;

/// <summary>Answers that a database, a decoder or a log could choke on are recorded, and cost no second request.</summary>
[TestFixtureSource(typeof(TestedServers), nameof(TestedServers.All))]
internal sealed class PoisonAnswerTests(ITestedServer server) : HostedStoreTests(server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [TestCase(200, DeliveryStatus.Succeeded)]
    [TestCase(500, DeliveryStatus.Dead)]
    public async Task Every_answer_is_recorded_with_one_request(int status, DeliveryStatus expected)
    {
        await Database.CreateAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StoreHost.StartAsync(
            webhooks => webhooks.UseSqlServer(options => (options.ConnectionString, options.Schema) = (Database.ConnectionString, Database.Schema)),
            ("Dispatching:PollInterval", "00:00:00.2"),
            ("Retry:Exponential:MaxAttempts", "1"),
            ("Sending:KeepExcerptOfSuccess", "true"),
            ("Sending:ExcerptTimeout", "00:00:05"));
        foreach (var (number, (contentType, body)) in PoisonAnswers.All.Index())
        {
            var headers = new Dictionary<string, string> { ["Content-Type"] = contentType };
            await host.SubscribeAsync(receiver.At($"/{number}").AnswerAlways(new ReceiverAnswer { StatusCode = status, Headers = headers, Body = body }).Url);
        }

        await host.Publisher.PublishAsync("order.created", new { number = 1 });
        var deliveries = await host.WaitForAsync(all => all.Count == PoisonAnswers.All.Count && all.All(delivery => delivery.Status == expected), Patience);

        var attempts = new List<DeliveryAttempt>();
        foreach (var delivery in deliveries)
        {
            attempts.AddRange((await host.History.FindDeliveryAsync(new DeliveryQuery { Id = delivery.Id }))!.Attempts);
        }

        Assert.Multiple(() =>
        {
            Assert.That(receiver.Requests, Has.Count.EqualTo(PoisonAnswers.All.Count));
            Assert.That(attempts, Has.Count.EqualTo(PoisonAnswers.All.Count));
            Assert.That(attempts.Select(attempt => attempt.ResponseExcerpt), Is.All.Not.Null);
            Assert.That(attempts.Where(attempt => attempt.ResponseExcerpt!.Contains('\0', StringComparison.Ordinal)), Is.Empty);
            Assert.That(host.Log, Does.Not.Contain("Error:"));
        });
    }
}
