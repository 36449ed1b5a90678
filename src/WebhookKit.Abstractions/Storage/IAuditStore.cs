namespace WebhookKit.Storage;

/// <summary>Reads the audit log. Entries are written by the other seams, together with the change they describe.</summary>
public interface IAuditStore
{
    /// <summary>Lists entries, newest first.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<AuditPage> ListAsync(AuditListQuery query, CancellationToken cancellationToken = default);
}
