using WebhookKit.Signing;

namespace WebhookKit.Tests.Signing;

internal sealed class StripeSignerTests : SignerFixture
{
    private const string Name = WebhookSignerNames.Stripe;

    /// <summary>Computed with openssl dgst -sha256 -hmac over the time, a dot and the body, the key being the text of the secret.</summary>
    [TestCase("""{"a":1}""", "whsec_MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=", "f6694cdacb28ab09f95ec860bfca8cfde4dbc184416ca878ead2d5cadfd8c0ed")]
    [TestCase("", "whsec_MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=", "b24382a29f58e038f39a3587fa578f0110a49cf3f6239a4e71582c6ead080976")]
    [TestCase("""{"a":1}""", "stripe test secret 01", "fb744e29bdc2fd9cad5a5d4591eb57bfc29955fd011647985d346ff0df2cd5a7")]
    public void A_signature_is_what_openssl_computes(string body, string secret, string expected)
    {
        var headers = Sign(Name, body, Secret(secret));

        Assert.That(headers, Is.EqualTo(new Dictionary<string, string> { ["Stripe-Signature"] = $"t=1764000000,v1={expected}" }));
    }

    [Test]
    public void Every_secret_signs_the_newest_first()
    {
        Assert.That(
            Sign(Name, """{"a":1}""", Two, One)["Stripe-Signature"],
            Is.EqualTo("t=1764000000,v1=6ab82950e5f051560bed02cb4c3dd0864df2683015b026a1d9f4ca95aba934b8,v1=f6694cdacb28ab09f95ec860bfca8cfde4dbc184416ca878ead2d5cadfd8c0ed"));
    }

    [Test]
    public void Many_secrets_have_room()
    {
        var secrets = Enumerable.Range(0, 30).Select(_ => WebhookSecret.Generate()).ToArray();

        var items = Sign(Name, "x", secrets)["Stripe-Signature"].Split(',');

        Assert.That(items, Has.Length.EqualTo(31));
        Assert.That(items.Skip(1), Is.EqualTo(secrets.Select(secret => Sign(Name, "x", secret)["Stripe-Signature"].Split(',')[1])));
    }

    [Test]
    public void Without_a_secret_there_is_no_signature()
    {
        Assert.That(() => Sign(Name, ""), Throws.ArgumentException);
    }
}
