using System.Net;
using System.Text;
using System.Text.Json;
using WebhookKit.Signing;
using WebhookKit.Testing;

namespace WebhookKit.Ed25519.Tests.Delivering;

/// <summary>Private keys that come from another sender over the HTTP API: receivers go on with the public key that they have.</summary>
internal sealed class ImportedKeyTests
{
    private static readonly (string, string) Key = ("Secrets:Keys:k1", Convert.ToBase64String(new byte[32]));

    [TestCase(TestData.PrivateText)]
    [TestCase(TestData.SeedText)]
    public async Task An_endpoint_that_is_created_with_a_key_signs_with_it(string text)
    {
        await using var sender = await Sender.StartAsync(Key);
        await using var receiver = await WebhookReceiver.StartAsync();
        var secret = WebhookSecret.Generate();

        var created = await PostAsync(sender, "endpoints", Creation(receiver.At("/").Url, text, $$""","secret":"{{secret.Reveal()}}" """));

        Assert.That(created.Status, Is.EqualTo(HttpStatusCode.Created), created.Text);
        Assert.That(await SignsAsync(sender, receiver, secret, TestData.PublicText), Is.True);
        Assert.That(created.Text, Does.Contain(secret.Reveal()).And.Not.Contain("whsk_").And.Not.Contain("private"));
    }

    [Test]
    public async Task A_rotation_keeps_the_key_that_is_given_again_and_takes_another_one()
    {
        await using var sender = await Sender.StartAsync(Key);
        await using var receiver = await WebhookReceiver.StartAsync();
        var created = await PostAsync(sender, "endpoints", Creation(receiver.At("/").Url, TestData.PrivateText));
        var rotation = $"endpoints/{created.Body.GetProperty("id").GetString()}/rotate-secret";

        var same = await PostAsync(sender, rotation, $$"""{"private_key":"{{TestData.PrivateText}}","overlap_seconds":0}""");
        var signsWithSame = await SignsAsync(sender, receiver, SecretOf(same), TestData.PublicText);
        var other = await PostAsync(sender, rotation, $$"""{"private_key":"{{TestData.OtherSeedText}}","overlap_seconds":0}""");
        var signsWithOther = await SignsAsync(sender, receiver, SecretOf(other), TestData.OtherPublicText);
        await PostAsync(sender, rotation, """{"overlap_seconds":0}""");
        await sender.WaitForEndAsync(await sender.PublishAsync("order.created", "{}"u8.ToArray()));

        Assert.Multiple(() =>
        {
            Assert.That((signsWithSame, signsWithOther), Is.EqualTo((true, true)));
            Assert.That(SecretOf(same).Reveal(), Is.Not.EqualTo(SecretOf(created).Reveal()), "The secret is a new one all the same.");
            Assert.That(
                new[] { TestData.PublicText, TestData.OtherPublicText }.Any(key => IsSigned(receiver.Requests[^1], [], Ed25519PublicKey.Parse(key))), Is.False, "Neither is given.");
        });
    }

    [TestCase("\"whsk_\"")]
    [TestCase("\"whsec_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=\"")]
    [TestCase("\"whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyufw==\"", Description = "31 bytes.")]
    [TestCase("\"whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A9QBfD6EOJWpK3CqdNG368nJgszy7ElozAzVXxKvRmDA==\"", Description = "Somebody else's public key.")]
    [TestCase("{\"kty\":\"OKP\"}")]
    public async Task What_is_no_key_is_refused_by_the_name_of_its_field(string value)
    {
        await using var sender = await Sender.StartAsync(Key);
        var known = await PostAsync(sender, "endpoints", """{"url":"https://example.com/hook","events":["*"]}""");

        var creation = await PostAsync(sender, "endpoints", $$"""{"url":"https://example.com/hook","events":["*"],"private_key":{{value}}}""");
        var rotation = await PostAsync(sender, $"endpoints/{known.Body.GetProperty("id").GetString()}/rotate-secret", $$"""{"private_key":{{value}}}""");

        foreach (var answer in new[] { creation, rotation })
        {
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
            Assert.That(answer.Text, Does.Contain("private_key").And.Not.Contain("nWGx"));
        }
    }

    [Test]
    public async Task The_key_is_encrypted_in_the_database_and_neither_shown_nor_told()
    {
        await using var sender = await Sender.StartAsync(Key);
        var created = await PostAsync(sender, "endpoints", Creation("https://example.com/hook", TestData.PrivateText));
        var id = created.Body.GetProperty("id").GetString();
        var rotated = await PostAsync(sender, $"endpoints/{id}/rotate-secret", $$"""{"private_key":"{{TestData.OtherSeedText}}"}""");

        var audit = await sender.Client.GetStringAsync($"/webhooks/v1/audit?target={id}");
        var shown = string.Join('\n', created.Text, rotated.Text, audit, await sender.Client.GetStringAsync($"/webhooks/v1/endpoints/{id}"));

        var changes = JsonDocument.Parse(audit).RootElement.GetProperty("data").EnumerateArray()
            .Select(entry => entry.GetProperty("changes").EnumerateArray().Single(change => change.GetProperty("field").GetString() == "private_key"))
            .Select(change => $"{change.GetProperty("before")} > {change.GetProperty("after")}");
        Assert.That(changes, Is.EqualTo(new[] { " > (changed)", " > (changed)" }), audit);
        var stored = ReadDatabase(sender);
        Assert.That(stored, Does.Contain("WKS\u0001"), "Something was looked at.");
        foreach (var seed in new[] { TestData.Private(TestData.PrivateText), TestData.Private(TestData.OtherSeedText) }.Select(key => key.AsSpan().ToArray()))
        {
            Assert.That(shown, Does.Not.Contain(Convert.ToBase64String(seed)[..40]).And.Not.Contain(Convert.ToHexString(seed)).IgnoreCase);
            Assert.That(stored, Does.Not.Contain(Encoding.Latin1.GetString(seed)).And.Not.Contain(Convert.ToBase64String(seed)[..40]));
        }
    }

    private static string Creation(string url, string privateKey, string more = "") =>
        $$"""{"url":"{{url}}","events":["*"],"signers":["standard","ed25519"],"private_key":"{{privateKey}}"{{more}}}""";

    private static WebhookSecret SecretOf((HttpStatusCode Status, string Text, JsonElement Body) answer) =>
        WebhookSecret.TryParse(answer.Body.GetProperty("secret").GetString(), out var secret) ? secret : throw new InvalidOperationException(answer.Text);

    private static async Task<bool> SignsAsync(Sender sender, WebhookReceiver receiver, WebhookSecret secret, string publicKey)
    {
        await sender.WaitForEndAsync(await sender.PublishAsync("order.created", "{}"u8.ToArray()));
        return IsSigned(receiver.Requests[^1], [secret]) && IsSigned(receiver.Requests[^1], [], Ed25519PublicKey.Parse(publicKey));
    }

    private static bool IsSigned(ReceivedRequest request, WebhookSecret[] secrets, params IWebhookVerificationKey[] keys) =>
        new WebhookVerifier(secrets, keys, TimeProvider.System)
            .Verify(request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], request.Body.Span) == VerificationResult.Valid;

    private static async Task<(HttpStatusCode Status, string Text, JsonElement Body)> PostAsync(Sender sender, string path, string json)
    {
        using var response = await sender.Client.PostAsync($"/webhooks/v1/{path}", new StringContent(json, Encoding.UTF8, "application/json"));
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text, JsonDocument.Parse(text).RootElement);
    }

    private static string ReadDatabase(Sender sender) => string.Concat(Directory.GetFiles(sender.Folder).Select(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }));
}
