using WebhookKit.Storage;

namespace WebhookKit.Administration;

internal sealed class WebhookEndpoints(
    IEndpointStore store,
    EndpointUpdater updater,
    EndpointRules rules,
    SecretRing secrets,
    ClientKeyKeeper clientKeys,
    EndpointTester tester,
    CircuitSwitch circuits,
    SecretRotator rotator,
    AuditWriter audit,
    DisablingNews disablings,
    TimeProvider time)
    : IWebhookEndpoints
{
    public async Task<EndpointWithSecret> CreateAsync(EndpointInput input, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(caller);
        var id = EndpointIdSource.Next();
        var tls = rules.Require(input, id, AskedOwner(input, caller), stored: null);
        SealedHeaders.Refuse(input.Headers, stored: null);

        var owner = OwnerOf(input, caller);
        var secret = input.Secret ?? WebhookSecret.Generate();
        var endpoint = EndpointFields.Create(id, owner, input, tls?.Tls, time.GetUtcNow());
        var creation = new EndpointCreation
        {
            Record = new EndpointRecord
            {
                Endpoint = endpoint,
                Secrets = [await secrets.IssueAsync(secret, owner, id, cancellationToken).ConfigureAwait(false)],
                ClientKey = await clientKeys.SealAsync(tls, owner, id, cancellationToken).ConfigureAwait(false),
            },
            Audit = audit.Write(AuditActions.EndpointCreated, id.ToString(), owner, caller, changes: EndpointChanges.ByCreating(endpoint, secret)),
        };

        var created = await store.CreateAsync(creation, cancellationToken).ConfigureAwait(false);
        return new EndpointWithSecret { Endpoint = created.Endpoint, Secret = secret };
    }

    public async Task<WebhookEndpoint?> UpdateAsync(
        EndpointId id, EndpointInput input, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(caller);
        if (await FindAsync(id, caller, cancellationToken).ConfigureAwait(false) is not { } known)
        {
            rules.Require(input, id, AskedOwner(input, caller), stored: null);
            return null;
        }

        // An owner never changes: the same sealed key serves every try.
        var tls = rules.Require(input, id, known.Owner, known);
        var clientKey = await clientKeys.SealAsync(tls, known.Owner, id, cancellationToken).ConfigureAwait(false);
        var updated = await updater.ChangeAsync(id, caller, Change, cancellationToken).ConfigureAwait(false);
        return updated?.Endpoint;

        EndpointUpdate? Change(EndpointRecord stored)
        {
            SealedHeaders.Refuse(input.Headers, stored.Endpoint.Headers);
            var changed = EndpointFields.Merge(stored.Endpoint, input, tls?.Tls, time.GetUtcNow());
            var changes = EndpointChanges.ByUpdating(stored.Endpoint, changed, hasNewKey: tls?.Pkcs12 is not null);
            return changes.Count == 0
                ? null
                : new EndpointUpdate
                {
                    Record = new EndpointRecord
                    {
                        Endpoint = changed,
                        Secrets = stored.Secrets,
                        ClientKey = ClientKeyKeeper.After(tls, clientKey, stored),
                    },
                    ExpectedRevision = stored.Revision,
                    Audit = audit.Write(
                        AuditActions.EndpointUpdated, id.ToString(), stored.Endpoint.Owner, caller, $"Changed {string.Join(", ", changes.Select(change => change.Field))}.", changes),
                };
        }
    }

    public async Task<WebhookEndpoint?> FindAsync(EndpointId id, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var stored = await FindRecordAsync(id, caller, cancellationToken).ConfigureAwait(false);
        return stored?.Endpoint;
    }

    public Task<WebhookEndpoint?> EnableAsync(EndpointId id, WebhookCaller caller, CancellationToken cancellationToken = default) =>
        SetStatusAsync(id, from: null, EndpointStatus.Enabled, AuditActions.EndpointEnabled, reason: null, caller, cancellationToken);

    public Task<WebhookEndpoint?> DisableAsync(
        EndpointId id, string? reason, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        TextRules.RequireReason(reason);
        return SetStatusAsync(id, from: null, EndpointStatus.Disabled, AuditActions.EndpointDisabled, reason, caller, cancellationToken);
    }

    public Task<WebhookEndpoint?> PauseAsync(
        EndpointId id, string? reason, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        TextRules.RequireReason(reason);
        return SetStatusAsync(id, EndpointStatus.Enabled, EndpointStatus.Paused, AuditActions.EndpointPaused, reason, caller, cancellationToken);
    }

    public Task<WebhookEndpoint?> ResumeAsync(EndpointId id, WebhookCaller caller, CancellationToken cancellationToken = default) =>
        SetStatusAsync(id, EndpointStatus.Paused, EndpointStatus.Enabled, AuditActions.EndpointResumed, reason: null, caller, cancellationToken);

    public async Task<WebhookEndpoint?> OpenCircuitAsync(
        EndpointId id, TimeSpan duration, string? reason, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        TextRules.RequireReason(reason);
        CircuitSwitch.RequireDuration(duration);
        return await FindAsync(id, caller, cancellationToken).ConfigureAwait(false) is { } endpoint
            ? await circuits.OpenAsync(endpoint, duration, reason, caller, cancellationToken).ConfigureAwait(false)
            : null;
    }

    public async Task<WebhookEndpoint?> CloseCircuitAsync(EndpointId id, WebhookCaller caller, CancellationToken cancellationToken = default) =>
        await FindAsync(id, caller, cancellationToken).ConfigureAwait(false) is { } endpoint
            ? await circuits.CloseAsync(endpoint, caller, cancellationToken).ConfigureAwait(false)
            : null;

    public async Task<bool> DeleteAsync(EndpointId id, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        var endpoint = await FindAsync(id, caller, cancellationToken).ConfigureAwait(false);
        return endpoint is not null && await store.DeleteAsync(
            new EndpointDeletion
            {
                Id = id,
                Owner = caller.Owner,
                At = time.GetUtcNow(),
                Audit = audit.Write(AuditActions.EndpointDeleted, id.ToString(), endpoint.Owner, caller, changes: EndpointChanges.ByDeleting(endpoint)),
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<EndpointWithSecret?> RotateSecretAsync(
        EndpointId id, SecretRotation rotation, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rotation);
        ArgumentNullException.ThrowIfNull(caller);
        SecretRing.RequireOverlap(rotation.Overlap);
        return await FindAsync(id, caller, cancellationToken).ConfigureAwait(false) is { } endpoint
            ? await rotator.RotateAsync(endpoint, rotation, caller, cancellationToken).ConfigureAwait(false)
            : null;
    }

    public async Task<DeliveryAttempt?> TestAsync(EndpointId id, WebhookCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return await FindRecordAsync(id, caller, cancellationToken).ConfigureAwait(false) is { } stored
            ? await tester.TestAsync(stored, caller, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private static string AskedOwner(EndpointInput input, WebhookCaller caller) => caller.Owner ?? input.Owner ?? "";

    private static string OwnerOf(EndpointInput input, WebhookCaller caller) =>
        caller.Owner is null || input.Owner is null || input.Owner == caller.Owner
            ? AskedOwner(input, caller)
            : throw new WebhookValidationException("owner", "must be your own, or be left out.");

    private async Task<EndpointRecord?> FindRecordAsync(EndpointId id, WebhookCaller caller, CancellationToken cancellationToken) =>
        await store.FindAsync(new EndpointQuery { Id = id, Owner = caller.Owner }, cancellationToken).ConfigureAwait(false);

    private async Task<WebhookEndpoint?> SetStatusAsync(
        EndpointId id, EndpointStatus? from, EndpointStatus status, string action, string? reason, WebhookCaller caller, CancellationToken cancellationToken)
    {
        var endpoint = await FindAsync(id, caller, cancellationToken).ConfigureAwait(false);
        if (endpoint is null)
        {
            return null;
        }

        var change = new EndpointStatusChange
        {
            Id = id,
            Owner = caller.Owner,
            From = from,
            Status = status,
            Reason = reason,
            At = time.GetUtcNow(),
            Audit = audit.Write(action, id.ToString(), endpoint.Owner, caller, reason, EndpointChanges.ByStatus(endpoint.Status, status)),
        };
        var changed = await store.SetStatusAsync(change, cancellationToken).ConfigureAwait(false);
        disablings.Tell(endpoint, changed, change);
        return changed is null && from is not null
            ? await FindAsync(id, caller, cancellationToken).ConfigureAwait(false)
            : changed?.Endpoint;
    }
}
