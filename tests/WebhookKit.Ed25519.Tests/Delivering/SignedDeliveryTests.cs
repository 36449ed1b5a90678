using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookKit.Administration;
using WebhookKit.AspNetCore;
using WebhookKit.Signing;
using WebhookKit.Testing;

namespace WebhookKit.Ed25519.Tests.Delivering;

/// <summary>Deliveries that are signed with private keys, and receivers that have the public ones.</summary>
internal sealed class SignedDeliveryTests
{
    [Test]
    public async Task A_receiver_with_the_published_key_alone_lets_the_event_in()
    {
        await using var sender = await Sender.StartAsync();
        var keys = new List<IWebhookVerificationKey>();
        await using var receiver = await StartReceiverAsync(options => options.FindSender = (_, _) =>
            new(new WebhookKit.AspNetCore.WebhookSender { Name = "shop", Secrets = [], Keys = [.. keys] }));
        var endpoint = await sender.SubscribeAsync($"{receiver.Urls.Single()}/hook", "*", "ed25519");
        var unknown = await sender.PublishAsync("order.created", "{}"u8.ToArray());
        var refused = await sender.WaitForEndAsync(unknown);
        keys.AddRange(await ReadKeysAsync(sender, endpoint.Endpoint.Id));

        var known = await sender.PublishAsync("order.created", "{}"u8.ToArray());

        Assert.That(refused.Status, Is.EqualTo(DeliveryStatus.Failed), "Nobody's key.");
        Assert.That((await sender.WaitForEndAsync(known)).Status, Is.EqualTo(DeliveryStatus.Succeeded));
    }

    [Test]
    public async Task Keys_in_the_options_are_enough()
    {
        await using var sender = await Sender.StartAsync();
        await using var receiver = await StartReceiverAsync(options => options.Keys.Add(Ed25519PublicKey.Parse(TestData.PublicText)));
        var created = await sender.Endpoints.CreateAsync(
            new EndpointInput { Url = $"{receiver.Urls.Single()}/hook", Events = ["*"], Signers = ["ed25519", "standard"], Secret = TestData.Secret(TestData.PrivateText) },
            WebhookCaller.Application);

        var id = await sender.PublishAsync("order.created", "{}"u8.ToArray());

        Assert.That((await sender.WaitForEndAsync(id)).Status, Is.EqualTo(DeliveryStatus.Succeeded));
        Assert.That(created.Secret.PrivateKey!.AsSpan().SequenceEqual(TestData.Private(TestData.SeedText).AsSpan()), Is.True, "An imported key is kept.");
    }

    [Test]
    public async Task Both_kinds_stand_in_one_header_and_are_rotated_together()
    {
        await using var sender = await Sender.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var created = await sender.SubscribeAsync(receiver.At("/").Url, "*", "standard", "ed25519");
        var before = await ReadKeysAsync(sender, created.Endpoint.Id);
        var rotated = (await sender.Endpoints.RotateSecretAsync(created.Endpoint.Id, new SecretRotation(), WebhookCaller.Application))!;
        var during = await ReadKeysAsync(sender, created.Endpoint.Id);

        await sender.WaitForEndAsync(await sender.PublishAsync("order.created", "{}"u8.ToArray()));
        var revoked = (await sender.Endpoints.RotateSecretAsync(created.Endpoint.Id, new SecretRotation { Overlap = TimeSpan.Zero }, WebhookCaller.Application))!;
        var after = await ReadKeysAsync(sender, created.Endpoint.Id);
        await sender.WaitForEndAsync(await sender.PublishAsync("order.created", "{}"u8.ToArray()));

        var (first, second) = (receiver.Requests[0], receiver.Requests[1]);
        Assert.Multiple(() =>
        {
            Assert.That(first.Headers["webhook-signature"].Split(' ').Select(item => item.Split(',')[0]), Is.EqualTo(["v1", "v1", "v1a", "v1a"]));
            Assert.That(during.Select(key => key.ToString()).ToArray(), Has.Length.EqualTo(2).And.Contains(before.Single().ToString()));
            foreach (var (request, verifies) in new[] { (first, true), (second, false) })
            {
                Assert.That(Verifies(request, [created.Secret], []), Is.EqualTo(verifies));
                Assert.That(Verifies(request, [rotated.Secret], []), Is.EqualTo(verifies));
                Assert.That(during.Select(key => Verifies(request, [], [key])), Is.All.EqualTo(verifies));
            }

            Assert.That(Verifies(second, [revoked.Secret], []), Is.True);
            Assert.That(Verifies(second, [], [after.Single()]), Is.True);
            Assert.That(Verifies(first, [], [after.Single()]), Is.False);
        });
    }

    private static bool Verifies(ReceivedRequest request, WebhookSecret[] secrets, IWebhookVerificationKey[] keys) =>
        new WebhookVerifier(secrets, keys, TimeProvider.System)
            .Verify(request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], request.Body.Span) == VerificationResult.Valid;

    private static async Task<Ed25519PublicKey[]> ReadKeysAsync(Sender sender, EndpointId endpoint)
    {
        var found = (await sender.Services.GetRequiredService<IWebhookSigningKeys>().FindAsync(endpoint))!;
        return [.. found.Keys.Select(key => Ed25519PublicKey.TryFromBytes(key.Bytes.Span, out var read) ? read : throw new InvalidOperationException("Not a key."))];
    }

    private static async Task<WebApplication> StartReceiverAsync(Action<WebhookSignatureOptions> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddWebhookReceiver();
        var app = builder.Build();
        app.MapPost("/hook", () => Results.NoContent()).RequireWebhookSignature(configure);
        await app.StartAsync();
        return app;
    }
}
