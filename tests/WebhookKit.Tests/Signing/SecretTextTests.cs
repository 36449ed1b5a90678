using System.Text;

namespace WebhookKit.Tests.Signing;

/// <summary>Secrets that another application has made.</summary>
internal sealed class SecretTextTests : SignerFixture
{
    [TestCase("It's a Secret to Everybody")]
    [TestCase("0123456789abcdef")]
    public void Any_text_may_be_a_secret_and_is_its_own_key(string text)
    {
        Assert.That(WebhookSecret.TryFromText(text, out var secret), Is.True);
        Assert.Multiple(() =>
        {
            Assert.That(secret!.IsText, Is.True);
            Assert.That(secret.Reveal(), Is.EqualTo(text));
            Assert.That(secret.AsSpan().ToArray(), Is.EqualTo(Encoding.ASCII.GetBytes(text)));
            Assert.That(secret.ToString(), Does.Not.Contain(text));
        });
    }

    [Test]
    public void One_of_standard_webhooks_is_what_it_encodes()
    {
        var generated = WebhookSecret.Generate();

        Assert.That(WebhookSecret.TryFromText(generated.Reveal(), out var secret), Is.True);
        Assert.That(secret!.IsText, Is.False);
        Assert.That(secret.AsSpan().ToArray(), Is.EqualTo(generated.AsSpan().ToArray()));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("fifteen chars..")]
    [TestCase(" 0123456789abcdef")]
    [TestCase("0123456789abcdef ")]
    [TestCase("0123456789\tabcdef")]
    [TestCase("0123456789äbcdef")]
    [TestCase("whsec_short")]
    [TestCase("whsec_MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE", Description = "Its padding was cut off.")]
    [TestCase("whsec_MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDF=", Description = "Another spelling of the same bytes.")]
    [TestCase("whsec_MDAwMDAwMDAwMDAwMDAw MDAwMDAwMDAwMDAwMDAwMDE=")]
    public void What_is_damaged_or_weak_is_none(string? text)
    {
        Assert.That(WebhookSecret.TryFromText(text, out _), Is.False);
    }

    [Test]
    public void There_is_a_longest()
    {
        Assert.That(WebhookSecret.TryFromText(new string('x', 128), out _), Is.True);
        Assert.That(WebhookSecret.TryFromText(new string('x', 129), out _), Is.False);
    }

    /// <summary>Computed with openssl dgst -sha256 -mac HMAC, the key being the characters.</summary>
    [Test]
    public void Standard_webhooks_takes_its_characters()
    {
        Assert.That(Sign("standard", """{"a":1}""", Secret("It's a Secret to Everybody"))["webhook-signature"], Is.EqualTo("v1,aoOlFiEbBWJ4N+tAVu4G2zKexsUKLUk/3x2VSXfEhpk="));
    }
}
