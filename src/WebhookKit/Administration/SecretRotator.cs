using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>Gives an endpoint a new secret, beside those that are still in force for a while.</summary>
internal sealed class SecretRotator(EndpointUpdater updater, SecretRing secrets, AuditWriter audit, TimeProvider time)
{
    /// <returns>The endpoint with its new secret; null where it has been deleted meanwhile.</returns>
    public async Task<EndpointWithSecret?> RotateAsync(WebhookEndpoint endpoint, SecretRotation rotation, WebhookCaller caller, CancellationToken cancellationToken)
    {
        // An owner never changes: the same sealed secret serves every try.
        var secret = rotation.Secret ?? WebhookSecret.Generate();
        var newest = await secrets.IssueAsync(secret, endpoint.Owner, endpoint.Id, cancellationToken).ConfigureAwait(false);
        var rotated = await updater.ChangeAsync(endpoint.Id, caller, Rotate, cancellationToken).ConfigureAwait(false);
        return rotated is null ? null : new EndpointWithSecret { Endpoint = rotated.Endpoint, Secret = secret };

        EndpointUpdate Rotate(EndpointRecord stored) => new()
        {
            Record = new EndpointRecord
            {
                Endpoint = EndpointFields.Merge(stored.Endpoint, input: null, tls: null, time.GetUtcNow()),
                Secrets = secrets.Rotate(stored.Secrets, newest, rotation.Overlap),
                ClientKey = stored.ClientKey,
            },
            ExpectedRevision = stored.Revision,
            Audit = audit.Write(
                AuditActions.SecretRotated, endpoint.Id.ToString(), stored.Endpoint.Owner, caller, changes: EndpointChanges.ByRotating(secret)),
        };
    }
}
