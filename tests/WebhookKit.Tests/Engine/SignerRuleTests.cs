using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Signing;

namespace WebhookKit.Tests.Engine;

/// <summary>What is refused when an endpoint is created or changed.</summary>
internal sealed class SignerRuleTests
{
    [TestCase("signers", "1 to 5", new string[0])]
    [TestCase("signers", "1 to 5", new[] { "a", "b", "c", "d", "e", "f" })]
    [TestCase("signers[0]", "registered in this process", new[] { "" })]
    [TestCase("signers[1]", "registered in this process", new[] { "standard", "Standard" })]
    [TestCase("signers[2]", "already in the list", new[] { "stripe", "standard", "stripe" })]
    [TestCase("signers[1]", "x-hub-signature-256, and so does github", new[] { "github", "rival" })]
    public async Task The_field_and_the_way_out_are_named(string field, string rule, string[] signers)
    {
        await using var host = Build();
        var created = await host.SubscribeAsync("https://example.com/");
        var input = new EndpointInput { Url = "https://example.com/", Events = ["*"], Signers = signers };

        var atCreation = await Assert.ThrowsAsync<WebhookValidationException>(() => host.Endpoints.CreateAsync(input, WebhookCaller.Application));
        var atUpdate = await Assert.ThrowsAsync<WebhookValidationException>(() => host.Endpoints.UpdateAsync(created.Endpoint.Id, input, WebhookCaller.Application));

        Assert.That(atCreation!.Errors.Select(error => error.Field), Is.EqualTo([field]));
        Assert.That(atCreation.Errors[0].Message, Does.Contain(rule));
        Assert.That(atUpdate!.Errors.Select(error => error.Field), Is.EqualTo([field]));
    }

    [TestCase("standard", "one", Description = "They share a list.")]
    [TestCase("github", "stripe")]
    [TestCase("rival", "stripe")]
    public async Task Those_that_write_different_headers_go_together(params string[] signers)
    {
        await using var host = Build();

        var created = await host.Endpoints.CreateAsync(new EndpointInput { Url = "https://example.com/", Events = ["*"], Signers = signers }, WebhookCaller.Application);

        Assert.That(created.Endpoint.Signers, Is.EqualTo(signers));
    }

    [TestCase("X-Hub-Signature-256")]
    [TestCase("stripe-signature")]
    [TestCase("x-one")]
    public async Task Headers_that_any_signer_writes_are_not_the_endpoint_s(string name)
    {
        await using var host = Build();
        var input = new EndpointInput { Url = "https://example.com/", Events = ["*"], Headers = new Dictionary<string, string> { [name] = "mine" } };

        var refused = await Assert.ThrowsAsync<WebhookValidationException>(() => host.Endpoints.CreateAsync(input, WebhookCaller.Application));

        Assert.That(refused!.Errors.Select(error => error.Field), Is.EqualTo(["headers"]));
        Assert.That(refused.Errors[0].Message, Does.Contain(name));
    }

    [Test]
    public async Task A_signer_added_twice_is_added_once_and_the_last_of_a_name_counts()
    {
        await using var host = EngineHost.Build(builder => builder.UseInMemoryStore().AddSigner<Rival>("one").AddSigner<One>("one").AddSigner<One>("one"));

        Assert.That(host.Services.GetKeyedServices<IWebhookSigner>("one").Select(signer => signer.GetType()), Is.EqualTo([typeof(One)]));
    }

    private static EngineHost Build() => EngineHost.Build(builder => builder.UseInMemoryStore().AddSigner<Rival>("rival").AddSigner<One>("one"));

    private sealed class Rival : IWebhookSigner
    {
        public IReadOnlyList<string> HeaderNames => ["x-hub-signature-256"];

        public void Sign(SignatureRequest request, SignatureHeaders headers) => throw new NotSupportedException();
    }

    private sealed class One : IWebhookSigner
    {
        public IReadOnlyList<string> HeaderNames => ["webhook-id", "Webhook-Signature", "X-One"];

        public void Sign(SignatureRequest request, SignatureHeaders headers) => throw new NotSupportedException();
    }
}
