using System.Diagnostics.CodeAnalysis;
using WebhookKit.Protecting;
using WebhookKit.Signing;
using WebhookKit.Storage;

namespace WebhookKit.Administration;

internal sealed class SigningKeys(IEndpointStore endpoints, EndpointOpener opener, Signers signers, TimeProvider time) : IWebhookSigningKeys
{
    public async Task<WebhookKeySet?> FindAsync(EndpointId endpoint, CancellationToken cancellationToken = default)
    {
        if (await endpoints.FindAsync(new EndpointQuery { Id = endpoint }, cancellationToken).ConfigureAwait(false) is not { } record)
        {
            return null;
        }

        var opening = await opener.OpenShownAsync(record, cancellationToken).ConfigureAwait(false);
        if (opening.Endpoint is not { } opened)
        {
            throw new WebhookStoreException($"The secrets of endpoint {endpoint} cannot be read; the key that protects them may be missing.", isTransient: true, opening.Failure);
        }

        var privateKeys = opened.SecretsAt(time.GetUtcNow()).Select(secret => secret.PrivateKey).OfType<WebhookPrivateKey>().ToArray();
        return new WebhookKeySet
        {
            Keys = [.. signers.WithPublicKeys().SelectMany(signer => privateKeys.Select(signer.FindPublicKey)).DistinctBy(key => key.Id)],
        };
    }

    public bool TryReadPrivateKey([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WebhookPrivateKey? privateKey)
    {
        foreach (var signer in signers.WithPublicKeys())
        {
            if (signer.TryReadPrivateKey(text, out privateKey))
            {
                return true;
            }
        }

        privateKey = null;
        return false;
    }
}
