using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Sending;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Engine;

/// <summary>Whatever is done with an endpoint, one policy judges it: its own.</summary>
public sealed class EgressSelectionTests
{
    [Test]
    public async Task Creating_changing_testing_delivering_and_replaying_go_by_the_same_policy()
    {
        var selector = new ByOwner();
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await StartAsync(selector);
        var named = receiver.At("/in").Url.Replace("127.0.0.1", "hooks.example", StringComparison.Ordinal);
        var wide = (await host.Endpoints.CreateAsync(Input(receiver.At("/in").Url, "acme"), WebhookCaller.Application)).Endpoint;
        var narrow = (await host.Endpoints.CreateAsync(Input(named, "other"), WebhookCaller.Application)).Endpoint;

        Assert.That(() => host.Endpoints.CreateAsync(Input(receiver.At("/in").Url, "other"), WebhookCaller.Application), RefusesUrl());
        Assert.That(() => host.Endpoints.CreateAsync(Input(receiver.At("/in").Url, "other"), new WebhookCaller { Actor = "tenant", Owner = "other" }), RefusesUrl());
        Assert.That(() => host.Endpoints.UpdateAsync(narrow.Id, Input(receiver.At("/in").Url, "other"), WebhookCaller.Application), RefusesUrl());
        Assert.That(() => host.Endpoints.UpdateAsync(narrow.Id, Input(receiver.At("/in").Url, "acme"), WebhookCaller.Application), RefusesUrl(), "Its owner stays what it is.");
        Assert.That(() => host.Endpoints.UpdateAsync(wide.Id, Input(named, "acme"), WebhookCaller.Application), Throws.Nothing);
        Assert.That((await host.Endpoints.TestAsync(wide.Id, WebhookCaller.Application))!.Outcome, Is.EqualTo(AttemptOutcome.Succeeded));
        Assert.That((await host.Endpoints.TestAsync(narrow.Id, WebhookCaller.Application))!.Outcome, Is.EqualTo(AttemptOutcome.PolicyBlocked));

        foreach (var owner in new[] { "acme", "other", "acme" })
        {
            await host.Publisher.PublishAsync("order.created", new { owner }, new PublishOptions { Owner = owner });
        }

        var ended = await host.WaitForAsync(all => all.Count == 3 && all.All(delivery => delivery.EndedAt is not null));
        var dead = ended.Single(delivery => delivery.Id.Endpoint == narrow.Id);
        var replay = await host.Deliveries.ReplayAsync(dead.Id, WebhookCaller.Application);
        var replayed = (await host.WaitForAsync(all => all.Count == 4 && all.All(delivery => delivery.EndedAt is not null))).Single(delivery => delivery.Id == replay.Delivery);

        Assert.Multiple(() =>
        {
            Assert.That(ended.Where(delivery => delivery.Id.Endpoint == wide.Id).Select(delivery => delivery.Status), Is.All.EqualTo(DeliveryStatus.Succeeded));
            Assert.That((dead.Status, replayed.Status), Is.EqualTo((DeliveryStatus.Dead, DeliveryStatus.Dead)));
            Assert.That(receiver.Requests, Has.Count.EqualTo(3), "The test of the wide one, and its two events.");
            Assert.That(selector.Asked.Select(target => target.Endpoint), Has.None.EqualTo(default(EndpointId)), "Those that are being created have their ids.");
            Assert.That(selector.Asked.Where(target => target.Owner == "acme").Select(target => target.Endpoint).Distinct(), Is.EqualTo([wide.Id]));
        });
    }

    [TestCase("partner")]
    [TestCase("throw")]
    public async Task An_endpoint_whose_policy_cannot_be_told_is_not_created(string policy)
    {
        await using var host = await StartAsync(new ByOwner { Policy = policy });

        Assert.That(() => host.Endpoints.CreateAsync(Input("https://hooks.example/in", "acme"), WebhookCaller.Application), RefusesUrl());
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint RefusesUrl() =>
        Throws.InstanceOf<WebhookValidationException>().With.Property("Errors").One.Property("Field").EqualTo("url");

    private static EndpointInput Input(string url, string owner) => new() { Url = url, Events = ["*"], Owner = owner };

    private static Task<EngineHost> StartAsync(ByOwner selector) => EngineHost.StartAsync(
        builder => builder.UseInMemoryStore(),
        new Dictionary<string, string?>
        {
            ["Egress:AllowLoopback"] = "false",
            ["Egress:AllowHttp"] = "true",
            ["EgressPolicies:partners:AllowHttp"] = "true",
            ["EgressPolicies:partners:AllowedNetworks:0"] = "127.0.0.0/8",
            ["Retry:Schedule:0"] = "00:00:00.01",
        },
        services => services.AddSingleton<IEgressPolicySelector>(selector).AddSingleton<IHostResolver>(selector));

    private sealed class ByOwner : IEgressPolicySelector, IHostResolver
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<EgressTarget> _asked = new();

        public string Policy { get; init; } = "partners";

        public IReadOnlyCollection<EgressTarget> Asked => _asked;

        public string? Select(EgressTarget target)
        {
            _asked.Enqueue(target);
            return target.Owner != "acme" ? null : Policy == "throw" ? throw new InvalidOperationException() : Policy;
        }

        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Loopback]);
    }
}
