namespace WebhookKit.Administration;

/// <summary>Words audit entries. Takes names of what changed, never values: a value may be a secret.</summary>
internal sealed class AuditWriter(TimeProvider time)
{
    public AuditEntry Write(string action, string target, string owner, WebhookCaller caller, string? reason = null)
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
            Source = caller.Source,
        };
    }
}
