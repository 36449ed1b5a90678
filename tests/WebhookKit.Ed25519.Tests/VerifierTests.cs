using System.Text;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Signing;

namespace WebhookKit.Ed25519.Tests;

internal sealed class VerifierTests
{
    private const string Broken = "v1a,EXOWaNnkCz+LE8+KV7QeJDnGmkiJ9mv/kQ7rimYYqUxHwlJkI6oQeX3dfYD07QqJu3QvPLcJbzShyIJKA8+gAB==";

    private static readonly WebhookSecret Secret = WebhookSecret.Generate();

    [TestCase(TestData.Signature)]
    [TestCase($"v1,nonsense {TestData.Signature}")]
    [TestCase($"{TestData.OtherSignature} {TestData.Signature}")]
    [TestCase($"v1a,short v1a, v1a {TestData.Signature}")]
    public void One_right_signature_among_others_is_enough(string signatures) => Assert.That(Verify(signatures), Is.EqualTo(VerificationResult.Valid));

    [TestCase(TestData.OtherSignature)]
    [TestCase(TestData.EmptySignature)]
    [TestCase(Broken)]
    [TestCase("v1a,")]
    [TestCase("v1a,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [TestCase("v1,EXOWaNnkCz+LE8+KV7QeJDnGmkiJ9mv/kQ7rimYYqUxHwlJkI6oQeX3dfYD07QqJu3QvPLcJbzShyIJKA8+gAA==")]
    [TestCase("v1aEXOWaNnkCz+LE8+KV7QeJDnGmkiJ9mv/kQ7rimYYqUxHwlJkI6oQeX3dfYD07QqJu3QvPLcJbzShyIJKA8+gAA==")]
    public void A_wrong_one_is_refused(string signatures) => Assert.That(Verify(signatures), Is.EqualTo(VerificationResult.WrongSignature));

    [Test]
    public void Either_of_two_keys_checks()
    {
        Assert.That(Verify(TestData.Signature, TestData.OtherPublicText, TestData.PublicText), Is.EqualTo(VerificationResult.Valid));
        Assert.That(Verify(TestData.OtherSignature, TestData.OtherPublicText, TestData.PublicText), Is.EqualTo(VerificationResult.Valid));
    }

    [Test]
    public void A_secret_and_a_key_check_each_its_own()
    {
        var clock = new FakeTimeProvider(TestData.SentAt);
        var both = new WebhookVerifier([Secret], [Ed25519PublicKey.Parse(TestData.PublicText)], clock);

        Assert.That(both.Verify(TestData.Id.ToString(), TestData.Timestamp, TestData.Signature, Encoding.UTF8.GetBytes(TestData.Body)), Is.EqualTo(VerificationResult.Valid));
        Assert.That(
            new WebhookVerifier([Secret], clock).Verify(TestData.Id.ToString(), TestData.Timestamp, TestData.Signature, Encoding.UTF8.GetBytes(TestData.Body)),
            Is.EqualTo(VerificationResult.WrongSignature));
    }

    [Test]
    public void A_stranger_does_not_have_it_check_for_long()
    {
        var many = string.Join(' ', Enumerable.Repeat(TestData.OtherSignature, 9));

        Assert.That(Verify($"{many} {TestData.Signature}"), Is.EqualTo(VerificationResult.Valid));
        Assert.That(Verify($"{many} {TestData.OtherSignature} {TestData.Signature}"), Is.EqualTo(VerificationResult.WrongSignature));
    }

    [Test]
    public void Nothing_to_check_with_is_refused()
    {
        Assert.That(() => new WebhookVerifier([], [], TimeProvider.System), Throws.ArgumentException);
    }

    private static VerificationResult Verify(string signatures, params string[] keys) =>
        new WebhookVerifier([], (keys.Length == 0 ? [TestData.PublicText] : keys).Select(Ed25519PublicKey.Parse), new FakeTimeProvider(TestData.SentAt))
            .Verify(TestData.Id.ToString(), TestData.Timestamp, signatures, Encoding.UTF8.GetBytes(TestData.Body));
}
