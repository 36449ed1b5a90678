namespace WebhookKit.Administration;

/// <summary>Words audit entries. What changed comes from <see cref="EndpointView"/>, which shows no secret.</summary>
internal sealed class AuditWriter(TimeProvider time)
{
    public AuditEntry Write(string action, string target, string owner, WebhookCaller caller, string? reason = null, IReadOnlyList<AuditChange>? changes = null)
    {
        var now = time.GetUtcNow();
        return new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            At = now,
            Actor = caller.Actor,
            Action = action,
            Target = target,
            Owner = owner,
            Reason = reason,
            Changes = changes ?? [],
            Source = caller.Source,
        };
    }
}
