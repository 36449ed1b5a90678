using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using StandardWebhooks;
using Stripe;
using WebhookKit.Administration;
using WebhookKit.Ed25519.Tests.Delivering;
using WebhookKit.Signing;
using WebhookKit.Storage;

namespace WebhookKit.Ed25519.Tests.Foreign;

/// <summary>
/// What we send is verified by libraries that others have written: StandardWebhooks, Octokit.Webhooks and Stripe.net.
/// <c>WEBHOOKKIT_TEST_FOREIGN</c> makes it so many deliveries.
/// </summary>
internal sealed class ForeignLibraryTests
{
    private const int ForEachSecret = 10;
    private static readonly int Deliveries = Sender.SizeOf("WEBHOOKKIT_TEST_FOREIGN", 60);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    [Test]
    public async Task Deliveries_of_random_bodies_under_random_secrets_are_verified_by_three_of_them()
    {
        var secrets = Enumerable.Range(0, Math.Max(1, Deliveries / ForEachSecret)).Select(_ => WebhookSecret.Generate()).ToArray();
        await using var receiver = await ForeignReceiver.StartAsync([.. secrets.Select(secret => secret.Reveal())]);
        await using var sender = await Sender.StartAsync();
        for (var i = 0; i < secrets.Length; i++)
        {
            await sender.Endpoints.CreateAsync(InputFor($"{receiver.Url}/{i}", $"to.{i}", secrets[i]), WebhookCaller.Application);
        }

        foreach (var batch in Enumerable.Range(0, Deliveries).Chunk(100))
        {
            await sender.Publisher.PublishAsync([.. batch.Select(number => new OutgoingEvent { Type = $"to.{number % secrets.Length}", Payload = RandomText(), ContentType = "application/json" })]);
        }

        var history = sender.Services.GetRequiredService<IHistoryStore>();
        for (var deadline = DateTime.UtcNow + Deadline; (await history.ListDeliveriesAsync(new DeliveryListQuery { Status = DeliveryStatus.Pending, Limit = 1 })).Items.Count > 0; await Task.Delay(50))
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), "The deliveries did not end in time.");
        }

        var failed = (await history.ListDeliveriesAsync(new DeliveryListQuery { Status = DeliveryStatus.Failed, Limit = 1 })).Items;
        var why = failed.Count == 0 ? null : (await history.FindDeliveryAsync(new DeliveryQuery { Id = failed[0].Id }))!.Attempts[0];
        Assert.That(failed, Is.Empty, $"{why?.StatusCode} {why?.Error} {why?.ResponseExcerpt}");
        Assert.That(await CountAsync(DeliveryStatus.Succeeded), Is.EqualTo(Deliveries));

        async Task<int> CountAsync(DeliveryStatus status)
        {
            var count = 0;
            DeliveryListQuery query = new() { Status = status, Limit = 1000 };
            while (true)
            {
                var page = await history.ListDeliveriesAsync(query);
                count += page.Items.Count;
                if (!page.HasMore)
                {
                    return count;
                }

                query = new DeliveryListQuery { Status = status, Limit = 1000, After = page.Items[^1].Id };
            }
        }
    }

    [Test]
    public void Signatures_under_a_secret_each_are_verified_and_changed_ones_are_not()
    {
        using var services = TestData.Services();
        var standard = services.GetRequiredKeyedService<IWebhookSigner>(WebhookSignerNames.Standard);
        var stripe = services.GetRequiredKeyedService<IWebhookSigner>(WebhookSignerNames.Stripe);
        for (var i = 0; i < Deliveries; i++)
        {
            var secret = WebhookSecret.Generate();
            var body = RandomText();
            var text = Encoding.UTF8.GetString(body);
            var request = new SignatureRequest { EventId = new EventId(Guid.CreateVersion7()), Timestamp = DateTimeOffset.UtcNow, Body = body, Secrets = [secret, WebhookSecret.Generate()] };
            var headers = new HeaderDictionary();
            foreach (var (name, value) in TestData.Sign(standard, request))
            {
                headers[name] = value;
            }

            var signature = TestData.Sign(stripe, request).Single().Value;

            Assert.That(() => new StandardWebhook(secret.Reveal()).Verify(text, headers), Throws.Nothing);
            Assert.That(() => EventUtility.ValidateSignature(text, signature, secret.Reveal(), 300), Throws.Nothing);
            Assert.That(() => new StandardWebhook(secret.Reveal()).Verify(text + " ", headers), Throws.Exception);
            Assert.That(() => EventUtility.ValidateSignature(text + " ", signature, secret.Reveal(), 300), Throws.Exception);
        }
    }

    [Test]
    public async Task Another_secret_is_refused_by_each_of_them()
    {
        foreach (var signers in new[] { ["standard", "github", "stripe"], new[] { "github" }, ["standard", "stripe"] })
        {
            await using var receiver = await ForeignReceiver.StartAsync([WebhookSecret.Generate().Reveal()]);
            await using var sender = await Sender.StartAsync();
            await sender.Endpoints.CreateAsync(
                new EndpointInput { Url = $"{receiver.Url}/0", Events = ["*"], Signers = signers, Headers = InputFor("", "", null).Headers }, WebhookCaller.Application);

            var ended = await sender.WaitForEndAsync(await sender.PublishAsync("a", "{}"u8.ToArray()));

            Assert.That(ended.Status, Is.EqualTo(DeliveryStatus.Failed), string.Join(' ', signers));
        }
    }

    private static EndpointInput InputFor(string url, string type, WebhookSecret? secret) => new()
    {
        Url = url,
        Events = [type],
        Signers = ["standard", "ed25519", "github", "stripe"],
        Secret = secret,
        Headers = new Dictionary<string, string> { ["X-GitHub-Event"] = "ping", ["X-GitHub-Delivery"] = "1" },
    };

    /// <summary>Text of all kinds of characters: the libraries take the body as a string.</summary>
    private static byte[] RandomText()
    {
        var text = new StringBuilder();
        for (var length = RandomNumberGenerator.GetInt32(0, 800); length > 0; length--)
        {
            var value = RandomNumberGenerator.GetInt32(4) switch
            {
                0 => RandomNumberGenerator.GetInt32(1, 0x80),
                1 => RandomNumberGenerator.GetInt32(0x80, 0x800),
                2 => RandomNumberGenerator.GetInt32(0x800, 0xD800),
                _ => RandomNumberGenerator.GetInt32(0x10000, 0x110000),
            };
            text.Append(new Rune(value).ToString());
        }

        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{{text}"));
    }
}
