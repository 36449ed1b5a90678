using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookKit.DependencyInjection;
using WebhookKit.Sending;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Sending;

/// <summary>Endpoints that go out by different policies, to the same receiver.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EgressPoliciesTests : IDisposable
{
    private readonly CollectedLog _log = new();

    [TestCase(null)]
    [TestCase("guests")]
    public async Task What_the_wider_policy_has_connected_is_never_used_by_the_narrower_one(string? narrower)
    {
        using var receiver = new CountingReceiver();
        await using var sender = Start(target => Owners(target) ?? narrower, builder =>
        {
            Partners(options => options.AllowedNetworks.Add("127.0.0.0/8"))(builder);
            builder.AddEgressPolicy("guests", options => options.AllowHttp = true);
        });

        var wide = await SendAsync(sender, receiver, "acme");
        var narrow = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SendAsync(sender, receiver, "other")));
        var meanwhile = receiver.Seen;
        var again = await SendAsync(sender, receiver, "acme");

        Assert.Multiple(() =>
        {
            Assert.That(wide.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), wide.Error);
            Assert.That(narrow.Select(result => result.Outcome), Is.All.EqualTo(AttemptOutcome.PolicyBlocked));
            Assert.That(meanwhile, Is.EqualTo((1, 1)));
            Assert.That(again.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), again.Error);
            Assert.That(receiver.Seen, Is.EqualTo((1, 2)), "The connection was there all the time.");
        });
    }

    [Test]
    public async Task An_endpoint_whose_policy_is_another_one_now_leaves_its_connection_at_once()
    {
        var policy = "partners";
        using var receiver = new CountingReceiver();
        await using var sender = Start(_ => policy, Partners(options => options.AllowedNetworks.Add("127.0.0.0/8")));
        var before = await SendAsync(sender, receiver, "acme");

        policy = null;
        var after = await SendAsync(sender, receiver, "acme");

        Assert.That((before.Outcome, after.Outcome, receiver.Seen), Is.EqualTo((AttemptOutcome.Succeeded, AttemptOutcome.PolicyBlocked, (1, 1))));
    }

    [Test]
    public async Task A_policy_opens_the_scheme_for_its_own_endpoints_only()
    {
        using var receiver = new CountingReceiver();
        await using var sender = Start(
            Owners,
            Partners(options => options.AllowedNetworks.Add("127.0.0.0/8")),
            services => services.Configure<EgressOptions>(options => options.AllowHttp = false));

        var results = new[] { await SendAsync(sender, receiver, "other"), await SendAsync(sender, receiver, "acme") };

        Assert.That(results.Select(result => result.Outcome), Is.EqualTo([AttemptOutcome.PolicyBlocked, AttemptOutcome.Succeeded]));
    }

    [Test]
    public async Task What_is_blocked_for_all_is_blocked_in_every_policy()
    {
        using var receiver = new CountingReceiver();
        await using var sender = Start(
            Owners,
            Partners(options => options.AllowedNetworks.Add("127.0.0.0/8")),
            services => services.Configure<EgressOptions>(options => options.BlockedNetworks.Add("127.0.0.0/8")));

        var result = await SendAsync(sender, receiver, "acme");

        Assert.That((result.Outcome, receiver.Seen), Is.EqualTo((AttemptOutcome.PolicyBlocked, (0, 0))));
    }

    [Test]
    public async Task A_policy_that_is_not_there_is_no_reason_to_take_another()
    {
        using var receiver = new CountingReceiver();
        await using var sender = Start(target => target.Owner.Length == 0 ? "" : "partner", Partners(options => options.AllowedNetworks.Add("127.0.0.0/8")));

        var results = new[] { await SendAsync(sender, receiver, "acme"), await SendAsync(sender, receiver, "acme"), await SendAsync(sender, receiver, "") };

        Assert.Multiple(() =>
        {
            Assert.That(results.Select(result => result.Outcome), Is.All.EqualTo(AttemptOutcome.PolicyBlocked));
            Assert.That(results.Select(result => result.Error), Is.All.Contains("(egress_policy_unknown)"));
            Assert.That(results.Select(result => result.SparesEndpoint), Is.All.True);
            Assert.That(receiver.Seen, Is.EqualTo((0, 0)));
            Assert.That(_log.Errors.Select(error => error.Id), Is.EqualTo([1402, 1402]), "Once for each name.");
            Assert.That(_log.Errors.First().Text, Does.Contain("'partner'").And.Contain("AddEgressPolicy"));
        });
    }

    [Test]
    public async Task A_selector_that_throws_has_nothing_sent_and_is_in_the_log()
    {
        using var receiver = new CountingReceiver();
        await using var sender = Start(_ => throw new InvalidOperationException("secret detail"), Partners(options => options.AllowedNetworks.Add("127.0.0.0/8")));

        var result = await SendAsync(sender, receiver, "acme");

        Assert.Multiple(() =>
        {
            Assert.That((result.Outcome, receiver.Seen), Is.EqualTo((AttemptOutcome.InternalError, (0, 0))));
            Assert.That(result.Error, Does.Contain("(egress_selection_failed)").And.Not.Contain("secret detail"));
            Assert.That(_log.Errors.Select(error => error.Id), Is.EqualTo([1403]));
        });
    }

    [Test]
    public async Task A_policy_of_the_hosts_own_is_named_by_its_key()
    {
        using var receiver = new CountingReceiver();
        await using var sender = Start(Owners, builder => builder.Services.AddKeyedSingleton<IEgressPolicy>("partners", new Anything()));

        var result = await SendAsync(sender, receiver, "acme");

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), result.Error);
    }

    [Test]
    public async Task A_policy_that_changes_counts_without_a_restart_and_on_open_connections_once_their_lifetime_is_over()
    {
        var (own, common) = (new ConfigurationBuilder().AddInMemoryCollection().Build(), new ConfigurationBuilder().AddInMemoryCollection().Build());
        using var receiver = new CountingReceiver();
        await using var sender = Start(
            Owners,
            Partners(_ => { }),
            services =>
            {
                services.AddOptions<EgressOptions>("partners").Bind(own);
                services.AddOptions<EgressOptions>().Bind(common);
                services.Configure<SendingOptions>(options => options.ConnectionLifetime = TimeSpan.FromSeconds(1));
            });
        var closed = await SendAsync(sender, receiver, "acme");

        own["AllowedNetworks:0"] = "127.0.0.0/8";
        own.Reload();
        var opened = await SendAsync(sender, receiver, "acme");
        common["BlockedNetworks:0"] = "127.0.0.0/8";
        common.Reload();
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(6);
        SendResult last;
        do
        {
            last = await SendAsync(sender, receiver, "acme");
        }
        while (last.Outcome == AttemptOutcome.Succeeded && DateTime.UtcNow < deadline);

        Assert.That(
            new[] { closed.Outcome, opened.Outcome, last.Outcome },
            Is.EqualTo([AttemptOutcome.PolicyBlocked, AttemptOutcome.Succeeded, AttemptOutcome.PolicyBlocked]));
    }

    [TestCase("Production", false)]
    [TestCase("Development", true)]
    public async Task Loopback_in_a_policy_is_for_development(string environment, bool isAccepted)
    {
        await using var sender = Start(Owners, Partners(options => options.AllowLoopback = true), services => services.AddSingleton<Microsoft.Extensions.Hosting.IHostEnvironment>(new NamedEnvironment(environment)));

        var validator = sender.Services.GetRequiredService<IStartupValidator>();

        Assert.That(
            () => validator.Validate(),
            isAccepted ? Throws.Nothing : Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("EgressPolicies:partners:AllowLoopback"));
    }

    public void Dispose() => _log.Dispose();

    private static string? Owners(EgressTarget target) => target.Owner == "acme" ? "partners" : null;

    private static Action<IWebhooksBuilder> Partners(Action<EgressOptions> configure) => builder => builder.AddEgressPolicy("partners", options =>
    {
        options.AllowHttp = true;
        configure(options);
    });

    private static Task<SendResult> SendAsync(SenderFixture sender, CountingReceiver receiver, string owner) =>
        sender.SendAsync(SenderFixture.Request($"http://hooks.example:{receiver.Port}/", owner: owner));

    private SenderFixture Start(Func<EgressTarget, string?> select, Action<IWebhooksBuilder> add, Action<IServiceCollection>? after = null) => new(
        before: services =>
        {
            services.AddSingleton<IHostResolver>(new Loopback()).AddSingleton<IEgressPolicySelector>(new Selector(select));
            services.AddLogging(logging => logging.AddProvider(_log));
            add(new WebhooksBuilder(services));
        },
        after: services =>
        {
            services.Configure<EgressOptions>(options => (options.AllowLoopback, options.AllowHttp) = (false, true));
            after?.Invoke(services);
        });

    private sealed class Selector(Func<EgressTarget, string?> select) : IEgressPolicySelector
    {
        public string? Select(EgressTarget target) => select(target);
    }

    private sealed class Loopback : IHostResolver
    {
        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Loopback]);
    }

    private sealed class Anything : IEgressPolicy
    {
        public EgressVerdict JudgeUrl(string url) => EgressVerdict.Allowed;

        public EgressVerdict JudgeAddress(IPAddress address) => EgressVerdict.Allowed;
    }
}
