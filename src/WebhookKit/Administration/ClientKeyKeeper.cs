using System.Security.Cryptography;
using WebhookKit.Protecting;
using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Says what is stored of a client certificate's key after a change.</summary>
internal sealed class ClientKeyKeeper(ClientKeySeal seal)
{
    /// <summary>Seals a new certificate with its key and overwrites what was open; null where there is no new one.</summary>
    public async ValueTask<byte[]?> SealAsync(TlsDraft? draft, string owner, EndpointId endpoint, CancellationToken cancellationToken)
    {
        if (draft is not { Pkcs12: { } key, Tls.ClientCertificate: { } certificate })
        {
            return null;
        }

        try
        {
            return await seal.SealAsync(owner, endpoint, certificate, key, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>What is stored then: the new one, the one that was there, or nothing.</summary>
    /// <exception cref="WebhookValidationException">The one that shall stay was replaced meanwhile.</exception>
    public static ReadOnlyMemory<byte> After(TlsDraft? draft, byte[]? sealedKey, EndpointRecord stored)
    {
        if (draft?.Tls.ClientCertificate is not { } certificate)
        {
            return default;
        }

        if (sealedKey is not null)
        {
            return sealedKey;
        }

        return stored.Endpoint.Tls?.ClientCertificate?.Thumbprint == certificate.Thumbprint
            ? stored.ClientKey
            : throw new WebhookValidationException("tls.client_certificate.thumbprint", "is not that of the stored certificate any more; read the endpoint again.");
    }
}
