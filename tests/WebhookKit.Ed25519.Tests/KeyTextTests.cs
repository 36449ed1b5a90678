namespace WebhookKit.Ed25519.Tests;

internal sealed class KeyTextTests
{
    [TestCase(TestData.PrivateText)]
    [TestCase(TestData.SeedText)]
    public void A_private_key_is_read_with_and_without_its_public_one(string text)
    {
        var key = TestData.Private(text);

        Assert.Multiple(() =>
        {
            Assert.That(Ed25519PrivateKey.Reveal(key), Is.EqualTo(TestData.PrivateText));
            Assert.That(Ed25519PublicKey.Of(key).ToString(), Is.EqualTo(TestData.PublicText));
            Assert.That(key.ToString(), Is.EqualTo("whsk_(redacted)"));
        });
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("whsk_")]
    [TestCase("whsec_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")]
    [TestCase("whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2")]
    [TestCase("whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyufw==", Description = "31 bytes.")]
    [TestCase("whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A9QBfD6EOJWpK3CqdNG368nJgszy7ElozAzVXxKvRmDA==", Description = "Somebody else's public key.")]
    public void What_is_no_private_key_is_refused(string? text) => Assert.That(Ed25519PrivateKey.TryParse(text, out _), Is.False);

    [Test]
    public void A_public_key_is_read_and_written()
    {
        Assert.That(Ed25519PublicKey.Parse(TestData.PublicText).ToString(), Is.EqualTo(TestData.PublicText));
        Assert.That(Ed25519PublicKey.Parse(TestData.PublicText).AsSpan().Length, Is.EqualTo(32));
    }

    [TestCase("whpk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", Description = "A point of small order: there are signatures for any content.")]
    [TestCase("whpk_AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", Description = "The neutral point.")]
    [TestCase("whpk_7f///////////////////////////////////////38=", Description = "Not reduced.")]
    [TestCase("whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHUQ==", Description = "31 bytes.")]
    [TestCase("whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURp=", Description = "Another spelling of a key.")]
    [TestCase("whsk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")]
    [TestCase("")]
    public void What_is_no_public_key_is_refused(string text)
    {
        Assert.That(Ed25519PublicKey.TryParse(text, out _), Is.False);
        Assert.That(() => Ed25519PublicKey.Parse(text), Throws.InstanceOf<FormatException>());
    }
}
