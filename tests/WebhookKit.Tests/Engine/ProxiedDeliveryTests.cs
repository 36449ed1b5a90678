using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookKit.Administration;
using WebhookKit.Sending;
using WebhookKit.Storage;
using WebhookKit.Tests.Sending;

namespace WebhookKit.Tests.Engine;

/// <summary>Deliveries that go through an egress proxy, and what faults of the proxy cost them and their endpoints.</summary>
internal sealed class ProxiedDeliveryTests(EngineStore store) : EngineFixture(store), IDisposable
{
    private const int Fails = 1404;
    private const int Works = 1405;
    private const string Canary = "opensesame-8154";
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private readonly WatchedNetwork _network = new();
    private readonly AllLog _log = new();

    [Test]
    public async Task While_the_proxy_is_away_deliveries_wait_and_no_attempt_is_used_up()
    {
        using var reserved = new ConnectProxy();
        var port = reserved.Port;
        reserved.Dispose();
        var host = await StartAsync($"http://127.0.0.1:{port}");
        var endpoint = await SubscribeAsync(host);
        await host.PublishManyAsync(3);

        await host.WaitForAsync(_ => _network.Dialed.Count >= 3, step: Step);
        var waiting = await host.WaitForAsync(_ => true);
        var vitals = host.Services.GetRequiredService<IWebhookVitals>().Read();
        var explained = await host.Deliveries.ExplainAsync(waiting[0].Id, WebhookCaller.Application);
        var test = await host.Endpoints.TestAsync(endpoint.Id, WebhookCaller.Application);
        using var proxy = new ConnectProxy(port);
        var delivered = await host.WaitForAsync(all => all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: Step);

        var found = await host.Endpoints.FindAsync(endpoint.Id, WebhookCaller.Application);
        Assert.Multiple(() =>
        {
            Assert.That(waiting.Select(delivery => (delivery.Status, delivery.AttemptCount)), Is.All.EqualTo((DeliveryStatus.Pending, 0)));
            Assert.That(vitals.ProxyProblem, Does.Contain($"127.0.0.1:{port}").And.Contain("(proxy_unreachable)"));
            Assert.That(explained!.WaitsFor, Is.EqualTo(DeliveryWait.Proxy));
            Assert.That(explained.Text, Does.Not.Contain("127.0.0.1"));
            Assert.That((test!.Outcome, test.Error!.Contains("(proxy_unreachable)", StringComparison.Ordinal)), Is.EqualTo((AttemptOutcome.ProxyUnavailable, true)));
            Assert.That(delivered.Select(delivery => delivery.AttemptCount), Is.All.EqualTo(1));
            Assert.That((found!.Circuit, found.FailingSince), Is.EqualTo(((EndpointCircuit?)null, (DateTimeOffset?)null)));
            Assert.That(host.Services.GetRequiredService<IWebhookVitals>().Read().ProxyProblem, Is.Null);
            Assert.That(_network.Dialed, Is.All.EqualTo(port));
            Assert.That(_network.Asked, Is.Empty);
            Assert.That((Count(Fails), Count(Works)), Is.EqualTo((1, 1)), "Once for the outage.");
        });
    }

    [TestCase(502, AttemptOutcome.ProxyFailed)]
    [TestCase(403, AttemptOutcome.PolicyBlocked)]
    public async Task What_the_proxy_makes_of_a_target_is_an_attempt_and_says_nothing_of_the_endpoint(int status, AttemptOutcome outcome)
    {
        using var proxy = new ConnectProxy(answer: _ => ConnectProxy.Answer(status));
        var host = await StartAsync(proxy.Url, ("Retry:Schedule:0", "00:00:10"), ("Retry:Schedule:1", "00:00:10"));
        var endpoint = await SubscribeAsync(host);
        await host.PublishManyAsync(3);

        var dead = await host.WaitForAsync(all => all.All(delivery => delivery.Status == DeliveryStatus.Dead), step: Step);

        var found = await host.Endpoints.FindAsync(endpoint.Id, WebhookCaller.Application);
        var details = await host.History.FindDeliveryAsync(new DeliveryQuery { Id = dead[0].Id });
        Assert.Multiple(() =>
        {
            Assert.That(dead.Select(delivery => delivery.AttemptCount), Is.All.EqualTo(3));
            Assert.That(details!.Attempts.Select(attempt => attempt.Outcome), Is.All.EqualTo(outcome));
            Assert.That((found!.Circuit, found.FailingSince), Is.EqualTo(((EndpointCircuit?)null, (DateTimeOffset?)null)));
            Assert.That(host.Services.GetRequiredService<IWebhookVitals>().Read().ProxyProblem, Is.Null, "Subscribers choose the targets.");
            Assert.That((Receiver.Requests.Count, _network.Asked.Count), Is.EqualTo((0, 0)));
        });
    }

    [Test]
    public async Task Credentials_go_to_the_proxy_and_nowhere_else()
    {
        var accepts = false;
        using var proxy = new ConnectProxy(answer: head => !accepts || !head.Contains("Proxy-Authorization: Basic ", StringComparison.Ordinal)
            ? ConnectProxy.Answer(407, "Proxy-Authenticate: Basic realm=\"egress\"\r\n")
            : null);
        var host = await StartAsync(proxy.Url, ("Egress:ProxyUserName", "egress"), ("Egress:ProxyPassword", Canary));
        var endpoint = await SubscribeAsync(host);
        await host.PublishManyAsync(2);

        await host.WaitForAsync(_ => proxy.Heads.Count >= 3, step: Step);
        var vitals = host.Services.GetRequiredService<IWebhookVitals>().Read();
        var test = await host.Endpoints.TestAsync(endpoint.Id, WebhookCaller.Application);
        var waiting = await host.WaitForAsync(_ => true);
        accepts = true;
        var delivered = await host.WaitForAsync(all => all.All(delivery => delivery.Status == DeliveryStatus.Succeeded), step: Step);

        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"egress:{Canary}"));
        var said = string.Join('\n', [
            .. _log.Lines.Select(line => line.Text),
            .. Receiver.Requests.SelectMany(request => request.Headers.Select(header => $"{header.Key}: {header.Value}")),
            vitals.ProxyProblem, test!.Error, $"{EgressProxy.Of(OptionsOf(host), OptionsOf(host))}", $"{OptionsOf(host)}"]);
        Assert.Multiple(() =>
        {
            Assert.That(proxy.Heads, Is.All.Contains($"Proxy-Authorization: Basic {encoded}\r\n"));
            Assert.That((test.Outcome, vitals.ProxyProblem!.Contains("(proxy_credentials)", StringComparison.Ordinal)), Is.EqualTo((AttemptOutcome.ProxyUnavailable, true)));
            Assert.That(waiting.Select(delivery => delivery.AttemptCount), Is.All.Zero);
            Assert.That(delivered.Select(delivery => delivery.AttemptCount), Is.All.EqualTo(1));
            Assert.That(said, Does.Not.Contain(Canary).And.Not.Contain(encoded).And.Not.Contain("Proxy-Authorization").IgnoreCase);
            Assert.That(_log.Lines.Select(line => line.Id), Has.Member(Fails).And.Member(Works));
        });
    }

    public void Dispose() => _log.Dispose();

    private static EgressOptions OptionsOf(EngineHost host) => host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<EgressOptions>>().CurrentValue;

    private int Count(int id) => _log.Lines.Count(line => line.Id == id);

    private async Task<WebhookEndpoint> SubscribeAsync(EngineHost host) =>
        (await host.SubscribeAsync(Receiver.At("/in").Url.Replace("127.0.0.1", "hooks.example", StringComparison.Ordinal))).Endpoint;

    // The clock goes on while requests are under way, and neither they nor the leases must end by it.
    private Task<EngineHost> StartAsync(string proxy, params (string Name, string? Value)[] settings) => StartHostAsync(
        services =>
        {
            UseFakeClock(services);
            services.AddSingleton<IHostResolver>(_network).AddSingleton<IEgressDialer>(_network);
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        },
        [
            ("Egress:Proxy", proxy),
            Patient,
            ("Sending:ConnectTimeout", "00:01:00"),
            LongLeases,
            ("Dispatching:Circuit:MinimumAttempts", "2"),
            .. settings,
        ]);
}
