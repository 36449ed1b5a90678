using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WebhookKit.Protecting;
using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Re-encrypts one endpoint under the current key.</summary>
internal sealed partial class Reencryption(
    IWebhookStore store, SecretVault vault, HeaderSeal seal, ClientKeySeal clientKeys, AuditWriter audit, TimeProvider time, ILogger<Reencryption> logger)
{
    private const int MostTries = 5;

    /// <summary>The key of each value of an endpoint.</summary>
    public async ValueTask<IReadOnlyList<SecretKeyUse>> UsesOfAsync(EndpointRecord record, CancellationToken cancellationToken)
    {
        var uses = new List<SecretKeyUse>();
        foreach (var secret in record.Secrets)
        {
            uses.Add(await vault.FindKeyAsync(secret.Protected, EndpointOpener.ContextOf(record.Endpoint, secret.Id), cancellationToken).ConfigureAwait(false));
        }

        foreach (var (name, value) in record.Endpoint.Headers)
        {
            uses.Add(await seal.FindKeyAsync(record.Endpoint, name, value, cancellationToken).ConfigureAwait(false));
        }

        if (await clientKeys.FindKeyAsync(record, cancellationToken).ConfigureAwait(false) is { } ofClient)
        {
            uses.Add(ofClient);
        }

        return uses;
    }

    /// <summary>Re-encrypts it, and starts over from what is stored where somebody else was first.</summary>
    public async Task<Reencrypted> RunAsync(EndpointRecord record, WebhookCaller caller, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MostTries; i++)
        {
            EndpointRecord renewed;
            try
            {
                renewed = await RenewAsync(record, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Unreadable(logger, record.Endpoint.Id, exception);
                return new Reencrypted(record, IsReadable: false, Removed: 0);
            }

            var removed = record.Secrets.Count - renewed.Secrets.Count;
            var update = new EndpointUpdate
            {
                Record = renewed,
                ExpectedRevision = record.Revision,
                Audit = audit.Write(
                    AuditActions.SecretReencrypted,
                    record.Endpoint.Id.ToString(),
                    record.Endpoint.Owner,
                    caller,
                    changes: removed == 0 ? [] : [new AuditChange { Field = "secret", Before = $"{removed} expired and unreadable" }]),
            };
            if (await store.Endpoints.UpdateAsync(update, cancellationToken).ConfigureAwait(false) is { } updated)
            {
                if (removed > 0)
                {
                    Log.Removed(logger, removed, record.Endpoint.Id);
                }

                return new Reencrypted(updated, IsReadable: true, removed);
            }

            if (await store.Endpoints.FindAsync(new EndpointQuery { Id = record.Endpoint.Id }, cancellationToken).ConfigureAwait(false) is not { } changed)
            {
                return new Reencrypted(null, IsReadable: true, Removed: 0);
            }

            record = changed;
        }

        throw new WebhookStoreException($"Endpoint {record.Endpoint.Id} was changed by others {MostTries} times in a row; re-encrypt again.", isTransient: true);
    }

    private async Task<EndpointRecord> RenewAsync(EndpointRecord record, CancellationToken cancellationToken)
    {
        var secrets = new List<StoredSecret>(record.Secrets.Count);
        foreach (var secret in record.Secrets)
        {
            if (await RenewAsync(record.Endpoint, secret, cancellationToken).ConfigureAwait(false) is { } one)
            {
                secrets.Add(one);
            }
        }

        var opened = HeaderSeal.With(record.Endpoint, await seal.OpenAsync(record.Endpoint, cancellationToken).ConfigureAwait(false));
        return new EndpointRecord
        {
            Endpoint = HeaderSeal.With(opened, await seal.SealAsync(opened, cancellationToken).ConfigureAwait(false)),
            Secrets = secrets,
            ClientKey = await clientKeys.RenewAsync(record, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <returns>The secret under the current key; null where it has expired and cannot be read: it signs nothing, and would never become readable.</returns>
    private async Task<StoredSecret?> RenewAsync(WebhookEndpoint endpoint, StoredSecret secret, CancellationToken cancellationToken)
    {
        var context = EndpointOpener.ContextOf(endpoint, secret.Id);
        byte[] key;
        try
        {
            key = await vault.OpenAsync(secret.Protected, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (secret.ExpiresAt <= time.GetUtcNow() && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        try
        {
            return new StoredSecret
            {
                Id = secret.Id,
                Protected = await vault.SealAsync(key, context, cancellationToken).ConfigureAwait(false),
                CreatedAt = secret.CreatedAt,
                ExpiresAt = secret.ExpiresAt,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
