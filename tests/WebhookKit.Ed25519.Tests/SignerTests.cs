using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Signing;

namespace WebhookKit.Ed25519.Tests;

internal sealed class SignerTests
{
    [TestCase(TestData.Body, TestData.Signature)]
    [TestCase("", TestData.EmptySignature)]
    public void A_signature_is_what_openssl_computes(string body, string expected)
    {
        var headers = TestData.Sign(Encoding.UTF8.GetBytes(body), TestData.Secret(TestData.PrivateText));

        Assert.That(headers, Is.EqualTo(new Dictionary<string, string>
        {
            ["webhook-id"] = TestData.Id.ToString(),
            ["webhook-timestamp"] = TestData.Timestamp,
            ["webhook-signature"] = expected,
        }));
    }

    [Test]
    public void Every_private_key_signs_the_newest_first()
    {
        var headers = TestData.Sign(Encoding.UTF8.GetBytes(TestData.Body), TestData.Secret(TestData.OtherSeedText), TestData.Secret(TestData.SeedText));

        Assert.That(headers["webhook-signature"], Is.EqualTo($"{TestData.OtherSignature} {TestData.Signature}"));
    }

    [Test]
    public void Without_a_private_key_there_is_no_signature()
    {
        Assert.That(() => TestData.Sign([]), Throws.ArgumentException);
        Assert.That(() => TestData.Sign([], WebhookSecret.Generate()), Throws.ArgumentException);
    }

    [Test]
    public void Any_body_verifies_and_no_other()
    {
        for (var i = 0; i < 50; i++)
        {
            var secret = WebhookSecret.Generate().WithPrivateKey(WebhookPrivateKey.Generate());
            var body = RandomNumberGenerator.GetBytes(i * 41);
            var verifier = new WebhookVerifier([], [Ed25519PublicKey.Of(secret.PrivateKey!)], new FakeTimeProvider(TestData.SentAt));

            var headers = TestData.Sign(body, secret);

            Assert.That(Verify(body), Is.EqualTo(VerificationResult.Valid));
            Assert.That(Verify([.. body, 0]), Is.EqualTo(VerificationResult.WrongSignature));

            VerificationResult Verify(byte[] received) =>
                verifier.Verify(headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], received);
        }
    }
}
