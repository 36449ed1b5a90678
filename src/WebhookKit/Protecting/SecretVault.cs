using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WebhookKit.Protecting;

/// <summary>
/// Makes of a secret what is stored of it, and the reverse. What is stored begins with a mark: <c>WKS</c> and 1 where the protector has
/// encrypted it, 0 where it is plaintext. Without a mark it is plaintext from before there was one.
/// </summary>
internal sealed class SecretVault(ISecretProtector protector, KeyRing ring, IOptionsMonitor<SecretsOptions> options, IServiceProvider services)
{
    public const string PlaintextId = "(plaintext)";

    private const byte Plain = 0;
    private const byte Encrypted = 1;

    private static ReadOnlySpan<byte> Mark => "WKS"u8;

    /// <summary>Whether the protector is the library's own.</summary>
    public bool IsOwn => protector is AesGcmProtector;

    /// <summary>Whether what is stored in plaintext is read.</summary>
    public bool ReadsPlaintext => options.CurrentValue.ReadPlaintext;

    /// <summary>What is stored of plaintext, marked as such.</summary>
    public static byte[] MarkPlain(ReadOnlySpan<byte> secret) => [.. Mark, Plain, .. secret];

    /// <summary>Whether new secrets are stored in plaintext, because there is no key and the host may do without.</summary>
    /// <exception cref="InvalidOperationException">There is no key, and the host may not do without.</exception>
    public async ValueTask<bool> IsPlainAsync(CancellationToken cancellationToken)
    {
        if (!IsOwn || await ring.GetAsync(missing: null, cancellationToken).ConfigureAwait(false) is not null)
        {
            return false;
        }

        return services.GetService<PlaintextChoice>() is not null || services.GetService<IHostEnvironment>()?.IsDevelopment() is true
            ? true
            : throw new InvalidOperationException(
                "Endpoint secrets are encrypted at rest, and Secrets:Keys has no key, nor is there a Secrets:KeyFile or an IKeyProvider. Make a key with "
                + "'openssl rand -base64 32', and set it as Webhooks:Secrets:Keys:k1 in the configuration (the environment variable Webhooks__Secrets__Keys__k1). "
                + "To store secrets in plaintext all the same, call StoreSecretsInPlaintext() on what AddWebhooks() returns.");
    }

    public async ValueTask<byte[]> SealAsync(ReadOnlyMemory<byte> secret, SecretContext context, CancellationToken cancellationToken)
    {
        if (await IsPlainAsync(cancellationToken).ConfigureAwait(false))
        {
            return MarkPlain(secret.Span);
        }

        var encrypted = await protector.ProtectAsync(secret, context, cancellationToken).ConfigureAwait(false);
        return [.. Mark, Encrypted, .. encrypted];
    }

    /// <summary>Reads what is stored. The caller overwrites it after use.</summary>
    /// <exception cref="Exception">It cannot be read; the protector may throw anything.</exception>
    public async ValueTask<byte[]> OpenAsync(ReadOnlyMemory<byte> stored, SecretContext context, CancellationToken cancellationToken)
    {
        if (KindOf(stored.Span) == Encrypted)
        {
            return await protector.UnprotectAsync(stored[(Mark.Length + 1)..], context, cancellationToken).ConfigureAwait(false);
        }

        if (!ReadsPlaintext)
        {
            throw new CryptographicException(
                "A secret, the value of a header or a client certificate is stored in plaintext, and Secrets:ReadPlaintext is off: switch it on and re-encrypt, "
                + "or rotate the secret and save the headers and the client certificate anew.");
        }

        return (KindOf(stored.Span) == Plain ? stored[(Mark.Length + 1)..] : stored).ToArray();
    }

    public async ValueTask<SecretKeyUse> FindKeyAsync(ReadOnlyMemory<byte> stored, SecretContext context, CancellationToken cancellationToken) =>
        KindOf(stored.Span) == Encrypted
            ? await protector.FindKeyAsync(stored[(Mark.Length + 1)..], context, cancellationToken).ConfigureAwait(false)
            : new SecretKeyUse(PlaintextId, await IsPlainAsync(cancellationToken).ConfigureAwait(false));

    private static byte? KindOf(ReadOnlySpan<byte> stored) =>
        stored.StartsWith(Mark) && stored.Length > Mark.Length && stored[Mark.Length] is Plain or Encrypted ? stored[Mark.Length] : null;
}
