using System.Security.Cryptography;
using WebhookKit.Storage;

namespace WebhookKit.Protecting;

/// <summary>Opens the secrets in force, the headers and the client certificate of an endpoint: all of them, or none.</summary>
/// <remarks>A receiver may know just the secret that cannot be read, and would refuse what the others have signed until there is no attempt left.</remarks>
internal sealed class EndpointOpener(SecretVault vault, HeaderSeal headers, ClientKeySeal clientKeys, TimeProvider time)
{
    /// <summary>Opens an endpoint as it is stored.</summary>
    public ValueTask<Opening> OpenAsync(EndpointRecord record, CancellationToken cancellationToken) =>
        OpenAsync(record, () => headers.OpenAsync(record.Endpoint, cancellationToken), cancellationToken);

    /// <summary>Opens an endpoint as <see cref="SealingEndpointStore"/> shows it: with headers that are opened, but for those that could not be read.</summary>
    public ValueTask<Opening> OpenShownAsync(EndpointRecord record, CancellationToken cancellationToken) =>
        OpenAsync(record, () => headers.OpenRestAsync(record.Endpoint, cancellationToken), cancellationToken);

    private async ValueTask<Opening> OpenAsync(
        EndpointRecord record, Func<ValueTask<IReadOnlyDictionary<string, string>>> openHeaders, CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            var secrets = new List<OpenedSecret>(record.Secrets.Count);
            foreach (var stored in record.Secrets.Where(secret => secret.ExpiresAt is null || secret.ExpiresAt > now))
            {
                var key = await vault.OpenAsync(stored.Protected, ContextOf(record.Endpoint, stored.Id), cancellationToken).ConfigureAwait(false);
                try
                {
                    secrets.Add(new OpenedSecret(SecretPayload.Read(key), stored.ExpiresAt));
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(key);
                }
            }

            var clientKey = await clientKeys.OpenAsync(record, cancellationToken).ConfigureAwait(false);
            return new Opening(new OpenedEndpoint(secrets, await openHeaders().ConfigureAwait(false), clientKey), null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            // A protector or provider of the host's own may throw anything.
            return new Opening(null, exception);
        }
    }

    public static SecretContext ContextOf(WebhookEndpoint endpoint, Guid secretId) => new(endpoint.Owner, endpoint.Id, secretId, SecretContext.Signing);
}
