using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.DependencyInjection;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

/// <summary>What goes through an egress proxy, and what becomes of an attempt where that does not work.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EgressProxyTests
{
    private readonly WatchedNetwork _network = new();

    [Test]
    public async Task Nothing_but_the_proxy_is_connected_to_and_no_name_of_an_endpoint_is_looked_up()
    {
        using var receiver = new CountingReceiver();
        using var proxy = new ConnectProxy();
        await using var sender = Start(options => options.Proxy = proxy.Url);

        var results = new[] { await SendAsync(sender, receiver), await SendAsync(sender, receiver) };

        Assert.Multiple(() =>
        {
            Assert.That(results.Select(result => result.Outcome), Is.All.EqualTo(AttemptOutcome.Succeeded), results[0].Error);
            Assert.That(receiver.Seen, Is.EqualTo((1, 2)), "The connection is kept.");
            Assert.That(proxy.Targets, Is.EqualTo([$"hooks.example:{receiver.Port}"]));
            Assert.That(_network.Dialed, Is.EqualTo([proxy.Port]));
            Assert.That(_network.Asked, Is.Empty);
        });
    }

    [TestCase("https://10.0.0.1/")]
    [TestCase("https://127.0.0.1/")]
    [TestCase("https://[fd00::1]/")]
    [TestCase("https://user@hooks.example/")]
    [TestCase("https://hooks.internal/")]
    [TestCase("https://hooks.example:25/")]
    public async Task The_rules_for_URLs_are_the_same(string url)
    {
        using var proxy = new ConnectProxy();
        await using var sender = Start(options => options.Proxy = proxy.Url);

        var result = await sender.SendAsync(url);

        Assert.That((result.Outcome, proxy.Heads.Count, _network.Dialed.Count), Is.EqualTo((AttemptOutcome.PolicyBlocked, 0, 0)));
    }

    [TestCase(502, "", AttemptOutcome.ProxyFailed, "proxy_failed")]
    [TestCase(503, "", AttemptOutcome.ProxyFailed, "proxy_failed")]
    [TestCase(504, "", AttemptOutcome.ProxyFailed, "proxy_failed")]
    [TestCase(301, "", AttemptOutcome.ProxyFailed, "proxy_failed")]
    [TestCase(403, "", AttemptOutcome.PolicyBlocked, "proxy_refused")]
    [TestCase(407, "", AttemptOutcome.PolicyBlocked, "proxy_refused")]
    [TestCase(407, "Proxy-Authenticate: Basic realm=\"egress\"\r\n", AttemptOutcome.ProxyUnavailable, "proxy_credentials")]
    public async Task What_it_answers_is_not_the_endpoints_fault(int status, string headers, AttemptOutcome outcome, string code)
    {
        using var receiver = new CountingReceiver();
        using var proxy = new ConnectProxy(answer: _ => ConnectProxy.Answer(status, headers));
        await using var sender = Start(options => options.Proxy = proxy.Url);

        var result = await SendAsync(sender, receiver);

        Assert.Multiple(() =>
        {
            Assert.That((result.Outcome, result.SparesEndpoint, result.StatusCode), Is.EqualTo((outcome, true, (int?)null)));
            Assert.That(result.Error, Does.Contain($"({code})").And.Not.Contain($"{proxy.Port}"));
            Assert.That((receiver.Seen, _network.Asked.Count), Is.EqualTo(((0, 0), 0)));
        });
    }

    [TestCase("")]
    [TestCase("SSH-2.0-OpenSSH\r\n\r\n")]
    [TestCase("HTTP/1.1 20\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    public async Task What_is_no_answer_is_a_fault_of_the_proxy(string answer)
    {
        using var receiver = new CountingReceiver();
        using var proxy = new ConnectProxy(answer: _ => answer);
        await using var sender = Start(options => options.Proxy = proxy.Url);

        var result = await SendAsync(sender, receiver);

        Assert.That((result.Outcome, result.SparesEndpoint), Is.EqualTo((AttemptOutcome.ProxyFailed, true)));
        Assert.That(result.Error, Does.Contain("(proxy_broken)"));
    }

    [Test]
    public async Task A_proxy_that_never_answers_is_given_up_before_it_looks_like_the_endpoint()
    {
        using var receiver = new CountingReceiver();
        using var silent = RawServer.Talking(async stream => await stream.ReadExactlyAsync(new byte[8192]));
        await using var sender = Start(options => options.Proxy = silent.Url);

        var result = await SendAsync(sender, receiver);

        Assert.That((result.Outcome, result.SparesEndpoint), Is.EqualTo((AttemptOutcome.ProxyFailed, true)));
        Assert.That(result.Error, Does.Contain("(proxy_silent)"));
    }

    [Test]
    public async Task A_proxy_that_is_not_there_is_not_the_endpoints_fault()
    {
        using var receiver = new CountingReceiver();
        await using var sender = Start(options => options.Proxy = "http://127.0.0.1:9");
        await using var unnamed = Start(options => options.Proxy = "http://egress.example:4750");

        var results = new[] { await SendAsync(sender, receiver), await SendAsync(unnamed, receiver) };

        Assert.Multiple(() =>
        {
            Assert.That(results.Select(result => (result.Outcome, result.SparesEndpoint)), Is.All.EqualTo((AttemptOutcome.ProxyUnavailable, true)));
            Assert.That(results.Select(result => result.Error), Is.All.Contains("(proxy_unreachable)"));
            Assert.That(_network.Dialed, Is.EqualTo([9]));
            Assert.That(_network.Asked, Is.EqualTo(["egress.example"]));
        });
    }

    [Test]
    public async Task A_proxy_whose_certificate_is_not_trusted_is_told_nothing()
    {
        using var receiver = new CountingReceiver();
        using var certificate = TlsServer.SelfSigned();
        using var proxy = TlsServer.Start(certificate);
        await using var sender = Start(options =>
        {
            options.Proxy = $"https://127.0.0.1:{proxy.Port}";
            (options.ProxyUserName, options.ProxyPassword) = ("egress", "opensesame");
        });

        var result = await SendAsync(sender, receiver);

        Assert.That((result.Outcome, result.SparesEndpoint), Is.EqualTo((AttemptOutcome.ProxyUnavailable, true)));
        Assert.That(result.Error, Does.Contain("(proxy_tls)"));
    }

    [Test]
    public async Task A_policy_goes_through_its_own_proxy_or_else_through_the_one_of_all()
    {
        using var receiver = new CountingReceiver();
        using var shared = new ConnectProxy();
        using var own = new ConnectProxy();
        await using var sender = Start(
            options => options.Proxy = shared.Url,
            builder => builder
                .AddEgressPolicy("partners", options => (options.AllowHttp, options.Proxy) = (true, own.Url))
                .AddEgressPolicy("guests", options => options.AllowHttp = true)
                .Services.AddSingleton<IEgressPolicySelector>(new ByOwner()));

        var results = new[] { await SendAsync(sender, receiver, "partners"), await SendAsync(sender, receiver, "guests"), await SendAsync(sender, receiver) };

        Assert.Multiple(() =>
        {
            Assert.That(results.Select(result => result.Outcome), Is.All.EqualTo(AttemptOutcome.Succeeded));
            Assert.That((own.Heads.Count, shared.Heads.Count, receiver.Seen), Is.EqualTo((1, 2, (3, 3))), "Each has its own connection.");
        });
    }

    [Test]
    public async Task A_proxy_may_be_set_while_the_process_runs()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        using var receiver = new CountingReceiver();
        using var other = new CountingReceiver();
        using var proxy = new ConnectProxy();
        await using var sender = Start(_ => { }, after: services => services.AddOptions<EgressOptions>().Bind(configuration));
        var before = await SendAsync(sender, receiver);

        configuration["Proxy"] = proxy.Url;
        configuration.Reload();
        var after = await SendAsync(sender, other);

        Assert.That((before.Outcome, after.Outcome), Is.EqualTo((AttemptOutcome.DnsFailed, AttemptOutcome.Succeeded)));
        Assert.That(_network.Dialed, Is.EqualTo([proxy.Port]));
    }

    private static Task<SendResult> SendAsync(SenderFixture sender, CountingReceiver receiver, string owner = "") =>
        sender.SendAsync(SenderFixture.Request($"http://hooks.example:{receiver.Port}/", owner: owner));

    private SenderFixture Start(Action<EgressOptions> configure, Action<IWebhooksBuilder>? add = null, Action<IServiceCollection>? after = null) => new(
        before: services =>
        {
            services.AddSingleton<IHostResolver>(_network).AddSingleton<IEgressDialer>(_network);
            add?.Invoke(new WebhooksBuilder(services));
        },
        after: services =>
        {
            services.Configure<EgressOptions>(options =>
            {
                (options.AllowLoopback, options.AllowHttp) = (false, true);
                configure(options);
            });
            after?.Invoke(services);
        });

    private sealed class ByOwner : IEgressPolicySelector
    {
        public string? Select(EgressTarget target) => target.Owner.Length == 0 ? null : target.Owner;
    }
}
