using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Receiving;
using static WebhookKit.AspNetCore.Tests.Receiving.ReceivingHost;

namespace WebhookKit.AspNetCore.Tests.Receiving;

/// <summary>Who requires which signature of whom.</summary>
public sealed class RequirementTests
{
    private static readonly WebhookSecret Other = WebhookSecret.Generate();

    [Test]
    public async Task While_one_secret_replaces_another_both_are_accepted()
    {
        await using var host = await ReceivingHost.StartAsync(app => app.MapPost("/hook", () => { }).RequireWebhookSignature(Secret, Other));

        var old = await host.SendAsync(host.Sign(secrets: Secret));
        var young = await host.SendAsync(host.Sign(secrets: Other));
        var wrong = await host.SendAsync(host.Sign(secrets: WebhookSecret.Generate()));

        Assert.That((old.Status, young.Status, wrong.Status), Is.EqualTo((200, 200, 401)));
    }

    [Test]
    public async Task A_group_requires_it_of_every_endpoint_and_each_remembers_its_own_events()
    {
        var runs = new List<string>();
        await using var host = await ReceivingHost.StartAsync(app =>
        {
            var hooks = app.MapGroup("/hooks").RequireWebhookSignature(Secret);
            hooks.MapPost("/a", () => runs.Add("a"));
            hooks.MapPost("/b", () => runs.Add("b"));
        });
        var request = host.Sign();

        var a = await host.SendAsync(request, "/hooks/a");
        var b = await host.SendAsync(request, "/hooks/b");
        var again = await host.SendAsync(request, "/hooks/A/");
        var unsigned = await host.SendAsync(request with { Signatures = null }, "/hooks/b");

        Assert.That((a.Status, b.Status, again.Status, unsigned.Status), Is.EqualTo((200, 200, 200, 401)));
        Assert.That(runs, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task Endpoints_of_one_receiver_share_what_they_remember()
    {
        var runs = 0;
        await using var host = await ReceivingHost.StartAsync(app =>
        {
            foreach (var path in new[] { "/old", "/new" })
            {
                app.MapPost(path, () => { runs++; }).RequireWebhookSignature(options =>
                {
                    options.Secrets.Add(Secret);
                    options.Receiver = "orders";
                });
            }
        });
        var request = host.Sign();

        await host.SendAsync(request, "/old");
        await host.SendAsync(request, "/new");

        Assert.That(runs, Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_said_nearest_to_an_endpoint_holds_alone()
    {
        var runs = 0;
        await using var host = await ReceivingHost.StartAsync(app =>
        {
            var hooks = app.MapGroup("/hooks").RequireWebhookSignature(Secret);
            hooks.MapPost("/own", () => { runs++; }).RequireWebhookSignature(Secret).RequireWebhookSignature(Other);
        });

        var own = await host.SendAsync(host.Sign(secrets: Other), "/hooks/own");
        var ofGroup = await host.SendAsync(host.Sign(secrets: Secret), "/hooks/own");

        Assert.That((own.Status, ofGroup.Status, runs), Is.EqualTo((200, 401, 1)));
    }

    [Test]
    public async Task Each_tenant_has_its_own_secrets_and_its_own_ids()
    {
        var runs = new List<string>();
        await using var host = await StartForTenantsAsync(runs);
        var id = EventId.Parse(host.Sign().Id!);

        var acme = await host.SendAsync(host.Sign(id: id, secrets: Secret), "/hooks/acme");
        var globex = await host.SendAsync(host.Sign(id: id, secrets: Other), "/hooks/globex");
        var foreign = await host.SendAsync(host.Sign(secrets: Secret), "/hooks/globex");

        Assert.That((acme.Status, globex.Status, foreign.Status), Is.EqualTo((200, 200, 401)));
        Assert.That(runs, Is.EqualTo(new[] { "acme", "globex" }));
    }

    [Test]
    public async Task A_tenant_that_nobody_knows_is_answered_like_a_wrong_signature()
    {
        await using var host = await StartForTenantsAsync([]);
        var request = host.Sign(secrets: WebhookSecret.Generate());

        var known = await host.SendAsync(request, "/hooks/acme");
        var unknown = await host.SendAsync(request, "/hooks/initech");
        var withoutSecrets = await host.SendAsync(request, "/hooks/empty");

        Assert.That(known.Status, Is.EqualTo(401));
        Assert.That((unknown.Status, unknown.Text), Is.EqualTo((known.Status, known.Text)));
        Assert.That((withoutSecrets.Status, withoutSecrets.Text), Is.EqualTo((known.Status, known.Text)));
    }

    [Test]
    public async Task The_tolerance_can_be_chosen()
    {
        await using var host = await ReceivingHost.StartAsync(app => app.MapPost("/hook", () => { }).RequireWebhookSignature(options =>
        {
            options.AddSecret(Secret.Reveal());
            options.Tolerance = TimeSpan.FromSeconds(10);
        }));
        var request = host.Sign();

        host.Clock.Advance(TimeSpan.FromSeconds(10));
        var inTime = await host.SendAsync(request);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var late = await host.SendAsync(request);

        Assert.That((inTime.Status, late.Status), Is.EqualTo((200, 401)));
    }

    [Test]
    public async Task Filters_of_the_endpoint_see_only_what_is_verified()
    {
        var seen = new List<string?>();
        await using var host = await ReceivingHost.StartAsync(app => app.MapPost("/hook", () => { })
            .RequireWebhookSignature(Secret)
            .AddEndpointFilter((context, next) =>
            {
                seen.Add(context.HttpContext.GetReceivedWebhook()?.Id);
                return next(context);
            }));
        var request = host.Sign();

        await host.SendAsync(request with { Id = "evt_forged" });
        await host.SendAsync(request);

        Assert.That(seen, Is.EqualTo(new[] { request.Id }));
    }

    [Test]
    public async Task An_endpoint_of_a_plain_delegate_is_guarded_too()
    {
        await using var host = await ReceivingHost.StartAsync(app => app.MapPost("/hook", context => context.Response.WriteAsync("in")).RequireWebhookSignature(Secret));
        var request = host.Sign();

        var signed = await host.SendAsync(request);
        var forged = await host.SendAsync(request with { Id = "evt_forged" });

        Assert.That((signed.Text, forged.Status), Is.EqualTo(("in", 401)));
    }

    [Test]
    public async Task A_store_of_the_hosts_own_is_used()
    {
        var store = new InMemoryProcessedEventStore(TimeProvider.System);
        await using var host = await ReceivingHost.StartAsync(
            app => app.MapPost("/hook", () => { }).RequireWebhookSignature(Secret), services => services.AddSingleton<IProcessedEventStore>(store).AddWebhookReceiver());

        await host.SendAsync(host.Sign());

        Assert.That(store.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Without_the_services_nothing_is_let_through()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();
        app.MapPost("/hook", () => { }).RequireWebhookSignature(Secret);

        Assert.That(
            () => ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).ToList(),
            Throws.InvalidOperationException.With.Message.Contains("AddWebhookReceiver"));
    }

    private static Task<ReceivingHost> StartForTenantsAsync(List<string> runs) => ReceivingHost.StartAsync(
        app => app.MapPost("/hooks/{tenant}", (string tenant, ReceivedWebhook webhook) => runs.Add(webhook.Sender == tenant ? tenant : "?"))
            .RequireWebhookSignature(options => options.FindSender = (context, _) => ValueTask.FromResult(context.GetRouteValue("tenant") switch
            {
                "acme" => new WebhookSender { Name = "acme", Secrets = [Secret] },
                "globex" => new WebhookSender { Name = "globex", Secrets = [Other] },
                "empty" => new WebhookSender { Name = "empty", Secrets = [] },
                _ => null,
            })));
}
