using System.Net;
using System.Text.Json;
using WebhookKit.Administration;

namespace WebhookKit.Ed25519.Tests.Delivering;

/// <summary>The public keys as a JSON Web Key Set.</summary>
internal sealed class KeyDocumentTests
{
    private Sender _sender = null!;

    [SetUp]
    public async Task StartAsync() => _sender = await Sender.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _sender.DisposeAsync();

    [Test]
    public async Task The_document_has_the_public_key_and_its_thumbprint_and_nothing_secret()
    {
        var input = new EndpointInput { Url = "https://example.com/", Events = ["*"], Signers = ["ed25519"], Secret = TestData.Secret(TestData.PrivateText) };
        var created = await _sender.Endpoints.CreateAsync(input, WebhookCaller.Application);

        using var response = await _sender.Client.GetAsync($"/.well-known/webhook-keys/{created.Endpoint.Id}");

        var text = await response.Content.ReadAsStringAsync();
        using var document = JsonDocument.Parse(text);
        var key = document.RootElement.GetProperty("keys").EnumerateArray().Single();
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/jwk-set+json"));
            Assert.That(response.Headers.CacheControl!.MaxAge, Is.EqualTo(TimeSpan.FromMinutes(5)));
            Assert.That(
                key.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()),
                Is.EqualTo(new Dictionary<string, string>
                {
                    ["kty"] = "OKP",
                    ["crv"] = "Ed25519",
                    ["x"] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                    ["kid"] = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                    ["use"] = "sig",
                    ["alg"] = "EdDSA",
                }),
                "The key and the thumbprint are those of RFC 8037, appendix A.");
        });
    }

    [TestCase("ep_0000000000000001")]
    [TestCase("ep_1")]
    [TestCase("nobody")]
    [TestCase("evt_0193a5f0c8a07c1e9d3f2b4a6c8e0f12")]
    public async Task What_names_no_endpoint_is_answered_with_404(string id)
    {
        using var response = await _sender.Client.GetAsync($"/.well-known/webhook-keys/{id}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task An_endpoint_that_is_gone_has_no_keys()
    {
        var created = await _sender.SubscribeAsync("https://example.com/", "*");
        using var before = await _sender.Client.GetAsync($"/.well-known/webhook-keys/{created.Endpoint.Id}");

        await _sender.Endpoints.DeleteAsync(created.Endpoint.Id, WebhookCaller.Application);

        using var after = await _sender.Client.GetAsync($"/.well-known/webhook-keys/{created.Endpoint.Id}");
        Assert.That((before.StatusCode, after.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.NotFound)));
    }

    [Test]
    public async Task Each_endpoint_has_keys_of_its_own_so_that_nobody_can_pass_a_message_on()
    {
        var one = await _sender.SubscribeAsync("https://example.com/", "*");
        var other = await _sender.SubscribeAsync("https://example.com/", "*");

        var documents = await Task.WhenAll(
            _sender.Client.GetStringAsync($"/.well-known/webhook-keys/{one.Endpoint.Id}"), _sender.Client.GetStringAsync($"/.well-known/webhook-keys/{other.Endpoint.Id}"));

        Assert.That(documents, Is.Unique);
    }
}
