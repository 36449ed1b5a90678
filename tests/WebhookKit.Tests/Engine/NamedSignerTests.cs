using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookKit.Administration;
using WebhookKit.Diagnostics;
using WebhookKit.Observing;
using WebhookKit.Signing;
using WebhookKit.Storage;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Engine;

/// <summary>Endpoints that name their signers.</summary>
internal sealed class NamedSignerTests(EngineStore store) : EngineFixture(store)
{
    private const string Own = "own";
    private static readonly (string, string?) NoJitter = ("Retry:Jitter", "0");

    [Test]
    public async Task All_signers_sign_the_same_attempt()
    {
        var host = await StartHostAsync(services => services.AddKeyedSingleton<IWebhookSigner, OwnSigner>(Own));
        var created = await SubscribeAsync(host, "/", "standard", "github", "stripe", Own);

        var receipt = await host.PublishAsync();

        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded);
        var request = Receiver.Requests.Single();
        Assert.Multiple(() =>
        {
            Assert.That(created.Endpoint.Signers, Is.EqualTo(["standard", "github", "stripe", Own]));
            AssertSigned(request, created.Secret);
            Assert.That(request.Headers["webhook-id"], Is.EqualTo(receipt.EventId.ToString()));
            Assert.That(request.Headers["x-own"], Is.EqualTo($"{receipt.EventId} {request.Headers["webhook-timestamp"]} {request.Body.Length}"));
        });
    }

    [Test]
    public async Task Others_than_the_standard_one_may_sign_alone()
    {
        var host = await StartHostAsync();
        var created = await SubscribeAsync(host, "/", "github");

        var receipt = await host.PublishAsync();

        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded);
        var request = Receiver.Requests.Single();
        Assert.Multiple(() =>
        {
            Assert.That(request.Headers["X-Hub-Signature-256"], Is.EqualTo(Expected(created.Secret, "github", request)["X-Hub-Signature-256"]));
            Assert.That(request.Headers.ContainsKey("webhook-signature"), Is.False);
            Assert.That(request.Headers["webhook-id"], Is.EqualTo(receipt.EventId.ToString()), "Receivers tell duplicates by it, whatever the format.");
        });
    }

    [Test]
    public async Task An_endpoint_moves_from_one_format_to_another_without_a_gap()
    {
        var host = await StartHostAsync();
        var created = await host.SubscribeAsync(Receiver.At("/").Url);
        foreach (var signers in new[] { null, new[] { "standard", "stripe" }, ["stripe"] })
        {
            await host.Endpoints.UpdateAsync(created.Endpoint.Id, Input("/", signers), WebhookCaller.Application);
            var receipt = await host.PublishAsync();
            await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, receipt.EventId);
        }

        var formats = Receiver.Requests.Select(request => (request.Headers.ContainsKey("webhook-signature"), request.Headers.ContainsKey("Stripe-Signature")));
        Assert.That(formats, Is.EqualTo([(true, false), (true, true), (false, true)]));
    }

    [Test]
    public async Task Every_attempt_is_signed_anew_with_its_own_time_and_the_same_id()
    {
        var host = await StartHostAsync(UseFakeClock, NoJitter, Patient, ("Retry:Schedule:0", "00:00:03"), ("Retry:Schedule:1", "00:00:04"));
        Receiver.At("/").Answer(500, 500, 200);
        var created = await SubscribeAsync(host, "/", "standard", "github", "stripe");

        var receipt = await host.PublishAsync();

        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded, step: TimeSpan.FromMilliseconds(100));
        var attempts = (await host.History.FindDeliveryAsync(new DeliveryQuery { Id = DeliveryId.First(receipt.EventId, created.Endpoint.Id) }))!.Attempts;
        Assert.Multiple(() =>
        {
            Assert.That(Receiver.Requests, Has.Count.EqualTo(3));
            Assert.That(Receiver.Requests.Select(request => request.Headers["webhook-id"]), Is.All.EqualTo(receipt.EventId.ToString()));
            Assert.That(
                Receiver.Requests.Select(request => long.Parse(request.Headers["webhook-timestamp"])),
                Is.EqualTo(attempts.Select(attempt => attempt.StartedAt.ToUnixTimeSeconds())).And.Unique);
            foreach (var request in Receiver.Requests)
            {
                AssertSigned(request, created.Secret);
            }
        });
    }

    [Test]
    public async Task Where_a_signer_is_not_registered_deliveries_wait_and_nothing_is_sent()
    {
        var log = new CollectedLog();
        var notifications = new CollectedNotifications();
        var first = await StartHostAsync(services => services.AddKeyedSingleton<IWebhookSigner, OwnSigner>(Own), ("Hosting:Deliver", "false"));
        var created = await SubscribeAsync(first, "/", "standard", Own);
        var host = await StartHostAsync(services =>
        {
            Share(services, first.Services.GetRequiredService<IWebhookStore>());
            services.AddLogging(logging => logging.AddProvider(log));
            services.AddSingleton<IWebhookNotifier>(notifications);
        });

        await host.PublishAsync();

        var told = await notifications.WaitForAsync(WebhookNotificationKind.SigningUnavailable);
        var waiting = await host.WaitForAsync(all => all.Single() is { Status: DeliveryStatus.Pending, AttemptCount: 0 });
        var explained = await host.Deliveries.ExplainAsync(waiting[0].Id, WebhookCaller.Application);
        var test = await host.Endpoints.TestAsync(created.Endpoint.Id, WebhookCaller.Application);
        Assert.Multiple(() =>
        {
            Assert.That(told.Select(one => one.Endpoint), Is.EqualTo(new[] { created.Endpoint.Id }));
            Assert.That(log.Errors.Where(error => error.Id == LogEventIds.SignerMissing).Select(error => error.Text), Has.Some.Contains(Own));
            Assert.That(explained!.WaitsFor, Is.EqualTo(DeliveryWait.Signing));
            Assert.That(test!.Outcome, Is.EqualTo(AttemptOutcome.SigningUnavailable));
            Assert.That(Receiver.Requests, Is.Empty);
        });
    }

    [TestCase(typeof(ThrowingSigner))]
    [TestCase(typeof(SilentSigner))]
    [TestCase(typeof(IntrudingSigner))]
    public async Task Where_one_of_them_fails_nothing_is_sent_that_the_others_have_signed(Type broken)
    {
        var host = await StartHostAsync(services => services.AddKeyedSingleton(typeof(IWebhookSigner), Own, broken), NoJitter);
        var created = await SubscribeAsync(host, "/", "standard", Own);

        var receipt = await host.PublishAsync();

        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Failed);
        var details = await host.History.FindDeliveryAsync(new DeliveryQuery { Id = DeliveryId.First(receipt.EventId, created.Endpoint.Id) });
        Assert.Multiple(() =>
        {
            Assert.That(details!.Attempts[0].Outcome, Is.EqualTo(AttemptOutcome.SigningUnavailable));
            Assert.That(Receiver.Requests, Is.Empty);
        });
    }

    [Test]
    public async Task What_a_signer_wrote_before_it_failed_is_in_no_other_request()
    {
        var host = await StartHostAsync(services => services.AddKeyedSingleton<IWebhookSigner, ThrowingSigner>(Own), NoJitter);
        await SubscribeAsync(host, "/broken", Own);
        await host.PublishAsync();
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Failed);
        await SubscribeAsync(host, "/", "standard");

        await host.PublishAsync();

        await host.WaitForAsync(all => all.Any(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.That(Receiver.Requests.Single().Headers.Keys, Has.None.EqualTo("X-Half"));
    }

    [Test]
    public async Task A_text_of_another_application_is_kept_as_a_secret()
    {
        const string Text = "It's a Secret to Everybody";
        var host = await StartHostAsync();
        WebhookSecret.TryFromText(Text, out var secret);
        var created = await host.Endpoints.CreateAsync(
            new EndpointInput { Url = Receiver.At("/").Url, Events = ["*"], Signers = ["github", "standard", "stripe"], Secret = secret }, WebhookCaller.Application);

        await host.Publisher.PublishAsync([new OutgoingEvent { Type = "hello", Payload = "Hello, World!"u8.ToArray(), ContentType = "text/plain" }]);

        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded);
        Assert.Multiple(() =>
        {
            Assert.That(created.Secret.Reveal(), Is.EqualTo(Text));
            Assert.That(Receiver.Requests.Single().Headers["X-Hub-Signature-256"], Is.EqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"));
            AssertSigned(Receiver.Requests.Single(), secret!);
        });
    }

    private Task<EndpointWithSecret> SubscribeAsync(EngineHost host, string path, params string[] signers) =>
        host.Endpoints.CreateAsync(Input(path, signers), WebhookCaller.Application);

    private EndpointInput Input(string path, string[]? signers) => new() { Url = Receiver.At(path).Url, Events = ["*"], Signers = signers };

    /// <summary>By what the signer of each format makes of the time, id and body that were received.</summary>
    private static void AssertSigned(ReceivedRequest request, WebhookSecret secret)
    {
        foreach (var name in new[] { "standard", "github", "stripe" })
        {
            foreach (var (header, value) in Expected(secret, name, request))
            {
                Assert.That(request.Headers[header], Is.EqualTo(value), header);
            }
        }
    }

    private static Dictionary<string, string> Expected(WebhookSecret secret, string signer, ReceivedRequest request)
    {
        using var services = new ServiceCollection().AddLogging().AddWebhooks().Services.BuildServiceProvider();
        var signed = new SignatureRequest
        {
            EventId = EventId.Parse(request.Headers["webhook-id"]),
            Timestamp = DateTimeOffset.FromUnixTimeSeconds(long.Parse(request.Headers["webhook-timestamp"])),
            Body = request.Body,
            Secrets = [secret],
        };
        var headers = new SignatureHeaders();
        services.GetRequiredKeyedService<IWebhookSigner>(signer).Sign(signed, headers);
        return new Dictionary<string, string>(headers);
    }

    private sealed class OwnSigner : IWebhookSigner
    {
        public IReadOnlyList<string> HeaderNames => ["X-Own"];

        public void Sign(SignatureRequest request, SignatureHeaders headers) =>
            headers.Set("X-Own", $"{request.EventId} {request.Timestamp.ToUnixTimeSeconds()} {request.Body.Length}");
    }

    private sealed class ThrowingSigner : IWebhookSigner
    {
        public void Sign(SignatureRequest request, SignatureHeaders headers)
        {
            headers.Set("X-Half", "written");
            throw new InvalidOperationException("The key vault is on fire.");
        }
    }

    private sealed class SilentSigner : IWebhookSigner
    {
        public void Sign(SignatureRequest request, SignatureHeaders headers)
        {
        }
    }

    /// <summary>Writes another id than the event's, without having said that it writes the header.</summary>
    private sealed class IntrudingSigner : IWebhookSigner
    {
        public void Sign(SignatureRequest request, SignatureHeaders headers) => headers.Set("Webhook-Id", "another");
    }
}
