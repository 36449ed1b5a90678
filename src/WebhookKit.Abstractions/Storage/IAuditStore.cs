namespace WebhookKit.Storage;

/// <summary>Keeps the audit log. Entries about changes are written by the other seams, together with the change they describe.</summary>
public interface IAuditStore
{
    /// <summary>Writes an entry about something that changes nothing: a payload was read, a request was refused.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask AddAsync(AuditEntry entry, CancellationToken cancellationToken = default);

    /// <summary>Lists entries, newest first.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<AuditPage> ListAsync(AuditListQuery query, CancellationToken cancellationToken = default);
}
