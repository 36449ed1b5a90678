using System.Security.Cryptography;
using WebhookKit.Storage;

namespace WebhookKit.Protecting;

/// <summary>
/// Compares the keys of this process with those that stored secrets are under, by the check value that stands with each. Looks at some
/// endpoints, not at all: their ids are random, so that they are a fair sample.
/// </summary>
internal sealed class KeyCheck(IWebhookStore store, SecretVault vault)
{
    private const int Sample = 200;

    /// <summary>What keeps stored secrets from being read, one of each kind; another key under a known id first.</summary>
    public async Task<Exception?> FindProblemAsync(CancellationToken cancellationToken)
    {
        // A protector of the host's own may ask a service for each: a single one shows whether it can be reached.
        var query = new EndpointListQuery { Limit = vault.IsOwn ? Sample : 1 };
        var page = await store.Endpoints.ListAsync(query, cancellationToken).ConfigureAwait(false);
        Exception? problem = null;
        foreach (var record in page.Items)
        {
            if (record.Secrets is [var newest, ..] && await FindProblemAsync(record.Endpoint, newest, cancellationToken).ConfigureAwait(false) is { } found)
            {
                problem ??= found;
                if (found is KeyUnavailableException { IsAnother: true })
                {
                    return found;
                }
            }
        }

        return problem;
    }

    private async ValueTask<Exception?> FindProblemAsync(WebhookEndpoint endpoint, StoredSecret secret, CancellationToken cancellationToken)
    {
        try
        {
            var key = await vault.OpenAsync(secret.Protected, EndpointOpener.ContextOf(endpoint, secret.Id), cancellationToken).ConfigureAwait(false);
            CryptographicOperations.ZeroMemory(key);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return exception;
        }
    }
}
