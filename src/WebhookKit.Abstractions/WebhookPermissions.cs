namespace WebhookKit;

/// <summary>What a caller of the HTTP API may do. Each call of the API needs one of them.</summary>
[Flags]
public enum WebhookPermissions
{
    /// <summary>Nothing but the API's description.</summary>
    None = 0,

    /// <summary>Read endpoints, deliveries, jobs, counts and the audit log, and try filters out; without payloads and what receivers answered.</summary>
    Read = 1,

    /// <summary>Publish events.</summary>
    Publish = 2,

    /// <summary>Replay, recover and cancel, pause and resume, open and close circuits, and send tests.</summary>
    Operate = 4,

    /// <summary>Create, change, enable, disable and delete endpoints.</summary>
    ManageEndpoints = 8,

    /// <summary>Rotate secrets, and encrypt them anew.</summary>
    ManageSecrets = 16,

    /// <summary>See payloads and excerpts of what receivers answered, which may be personal data. Each read is written to the audit log.</summary>
    ReadPayloads = 32,

    /// <summary>All of it.</summary>
    All = Read | Publish | Operate | ManageEndpoints | ManageSecrets | ReadPayloads,
}
