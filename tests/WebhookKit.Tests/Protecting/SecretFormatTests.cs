using System.Security.Cryptography;
using WebhookKit.Protecting;

namespace WebhookKit.Tests.Protecting;

/// <summary>The bytes that are stored. The vector was computed with another implementation.</summary>
internal sealed class SecretFormatTests
{
    private const string ContextBytes = "000000077369676e696e67000000066163c3a96d65000000000000002a0190f5e012347abc8def0123456789ab";
    private const string Sealed = "0107323032362d31310734ee76785d756a6465666768696a6b6c6d6e6f782aec554ddc60a9065b3e8ab9010f9b72f33439bf59c5459fe8cd2a98c7c02ef094d66a2d63f0aa4b9821644907b61b";

    private static readonly byte[] Secret = "0123456789abcdef0123456789abcdef"u8.ToArray();
    private static readonly byte[] Nonce = [.. Enumerable.Range(100, 12).Select(number => (byte)number)];
    private static readonly ProtectionKey Key = new("2026-11", [.. Enumerable.Range(0, 32).Select(number => (byte)number)]);
    private static readonly SecretContext Context = new("acéme", new EndpointId(42), Guid.Parse("0190f5e0-1234-7abc-8def-0123456789ab"), SecretContext.Signing);

    private static readonly SecretContext[] Others =
    [
        Context with { Owner = "acème" },
        Context with { Owner = "" },
        Context with { Endpoint = new EndpointId(43) },
        Context with { SecretId = Guid.Empty },
        Context with { Purpose = "header:authorization" },
        Context with { Purpose = "signingacéme", Owner = "" },
    ];

    [Test]
    public void What_is_stored_is_the_vector()
    {
        Assert.That(Convert.ToHexStringLower(Context.ToBytes()), Is.EqualTo(ContextBytes));
        Assert.That(Convert.ToHexStringLower(AesGcmProtector.Encrypt(Key, Secret, Context, Nonce)), Is.EqualTo(Sealed));
        Assert.That(AesGcmProtector.Decrypt(Key, Convert.FromHexString(Sealed), Context), Is.EqualTo(Secret));
    }

    [TestCaseSource(nameof(Others))]
    public void It_opens_for_nothing_else(SecretContext other) =>
        Assert.That(() => AesGcmProtector.Decrypt(Key, Convert.FromHexString(Sealed), other), Throws.InstanceOf<AuthenticationTagMismatchException>());

    [Test]
    public void Owner_and_purpose_do_not_run_into_each_other() =>
        Assert.That(Others.Append(Context).Select(context => Convert.ToHexString(context.ToBytes())), Is.Unique);

    [Test]
    public void Each_byte_that_is_changed_and_each_that_is_missing_is_noticed()
    {
        var bytes = Convert.FromHexString(Sealed);
        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            Assert.That(() => AesGcmProtector.Decrypt(Key, changed, Context), Throws.InstanceOf<CryptographicException>(), $"Byte {i}");
            Assert.That(() => AesGcmProtector.Decrypt(Key, bytes.AsSpan(0, i), Context), Throws.InstanceOf<CryptographicException>(), $"Length {i}");
        }
    }

    [Test]
    public void Another_key_with_the_same_id_is_told_from_a_secret_that_was_moved()
    {
        var another = new ProtectionKey(Key.Id, new byte[32]);

        var exception = Assert.Throws<KeyUnavailableException>(() => AesGcmProtector.Decrypt(another, Convert.FromHexString(Sealed), Context));

        Assert.That(exception!.IsAnother, Is.True);
        Assert.That(exception.Message, Does.Contain("'2026-11'").And.Contain("give every instance the same keys"));
    }
}
