using System.Security.Cryptography;
using WebhookKit.Protecting;

namespace WebhookKit.Tests.Protecting;

/// <summary>What of a secret is sealed.</summary>
internal sealed class SecretPayloadTests
{
    private const string Text = "It's a Secret to Everybody";

    [TestCase(24, true)]
    [TestCase(32, true)]
    [TestCase(64, true)]
    [TestCase(24, false)]
    [TestCase(64, false)]
    public void A_secret_is_read_as_it_was_written(int length, bool hasPrivateKey) =>
        AssertRoundTrip(WebhookSecret.FromBytes(RandomNumberGenerator.GetBytes(length)), hasPrivateKey);

    [TestCase("0123456789abcdef")]
    [TestCase(Text)]
    [TestCase("01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567")]
    public void So_is_a_text(string text)
    {
        Assert.That(WebhookSecret.TryFromText(text, out var secret), Is.True);

        AssertRoundTrip(secret!, hasPrivateKey: true);
        AssertRoundTrip(secret!, hasPrivateKey: false);
    }

    [TestCase(24)]
    [TestCase(64)]
    public void A_key_alone_is_read_as_one(int length)
    {
        var key = RandomNumberGenerator.GetBytes(length);

        var secret = SecretPayload.Read(key);

        Assert.That((secret.AsSpan().SequenceEqual(key), secret.IsText, secret.PrivateKey), Is.EqualTo((true, false, (WebhookPrivateKey?)null)));
    }

    [TestCase(0, 2, Description = "A version that is not known.")]
    [TestCase(1, 4, Description = "A part that is not known.")]
    [TestCase(2, 255, Description = "More key than there is.")]
    [TestCase(3, 7, Description = "A text that cannot be one.")]
    public void What_was_not_written_like_this_is_refused(int place, byte value)
    {
        WebhookSecret.TryFromText(Text, out var secret);
        var payload = SecretPayload.Write(secret!.WithPrivateKey(WebhookPrivateKey.Generate()));
        payload[place] = value;

        Assert.That(() => SecretPayload.Read(payload), Throws.InstanceOf<CryptographicException>());
    }

    private static void AssertRoundTrip(WebhookSecret secret, bool hasPrivateKey)
    {
        var written = hasPrivateKey ? secret.WithPrivateKey(WebhookPrivateKey.Generate()) : secret;

        var read = SecretPayload.Read(SecretPayload.Write(written));

        Assert.That((read.Reveal(), read.IsText), Is.EqualTo((secret.Reveal(), secret.IsText)));
        Assert.That(read.PrivateKey?.AsSpan().ToArray(), Is.EqualTo(written.PrivateKey?.AsSpan().ToArray()));
    }
}
