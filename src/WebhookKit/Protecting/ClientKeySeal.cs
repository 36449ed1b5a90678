using System.Security.Cryptography;
using WebhookKit.Storage;

namespace WebhookKit.Protecting;

/// <summary>Seals the client certificate of an endpoint with its key, bound to the certificate that is shown of it.</summary>
internal sealed class ClientKeySeal(SecretVault vault)
{
    public async ValueTask<byte[]> SealAsync(
        string owner, EndpointId endpoint, EndpointCertificate certificate, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) =>
        await vault.SealAsync(key, ContextOf(owner, endpoint, certificate), cancellationToken).ConfigureAwait(false);

    /// <summary>Opens what is stored, which the caller overwrites after use; null where the endpoint has no client certificate.</summary>
    /// <exception cref="Exception">It has one, and it cannot be read.</exception>
    public async ValueTask<byte[]?> OpenAsync(EndpointRecord record, CancellationToken cancellationToken) => Find(record) is var (certificate, key)
        ? await vault.OpenAsync(key, ContextOf(record.Endpoint.Owner, record.Endpoint.Id, certificate), cancellationToken).ConfigureAwait(false)
        : null;

    /// <summary>The key that it is under; null where the endpoint has no client certificate, or nothing is stored of it.</summary>
    public async ValueTask<SecretKeyUse?> FindKeyAsync(EndpointRecord record, CancellationToken cancellationToken) =>
        record is { ClientKey.IsEmpty: false, Endpoint.Tls.ClientCertificate: { } certificate }
            ? await vault.FindKeyAsync(record.ClientKey, ContextOf(record.Endpoint.Owner, record.Endpoint.Id, certificate), cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Seals anew under the current key; null where the endpoint has no client certificate.</summary>
    public async ValueTask<byte[]?> RenewAsync(EndpointRecord record, CancellationToken cancellationToken)
    {
        if (await OpenAsync(record, cancellationToken).ConfigureAwait(false) is not { } key)
        {
            return null;
        }

        try
        {
            return await SealAsync(record.Endpoint.Owner, record.Endpoint.Id, record.Endpoint.Tls!.ClientCertificate!, key, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static (EndpointCertificate Certificate, ReadOnlyMemory<byte> Key)? Find(EndpointRecord record)
    {
        if (record.Endpoint.Tls?.ClientCertificate is not { } certificate)
        {
            return null;
        }

        return !record.ClientKey.IsEmpty
            ? (certificate, record.ClientKey)
            : throw new CryptographicException("The key of the endpoint's client certificate is missing from what is stored: give the endpoint its certificate anew.");
    }

    private static SecretContext ContextOf(string owner, EndpointId endpoint, EndpointCertificate certificate) =>
        new(owner, endpoint, Guid.Empty, "client-certificate:" + certificate.Thumbprint);
}
