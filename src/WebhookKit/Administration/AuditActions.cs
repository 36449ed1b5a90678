namespace WebhookKit.Administration;

/// <summary>What the audit log calls the things people do. Part of what hosts search for: never renamed.</summary>
internal static class AuditActions
{
    public const string EndpointCreated = "endpoint.created";
    public const string EndpointUpdated = "endpoint.updated";
    public const string EndpointEnabled = "endpoint.enabled";
    public const string EndpointDisabled = "endpoint.disabled";
    public const string EndpointPaused = "endpoint.paused";
    public const string EndpointResumed = "endpoint.resumed";
    public const string CircuitOpened = "endpoint.circuit_opened";
    public const string CircuitClosed = "endpoint.circuit_closed";
    public const string EndpointDeleted = "endpoint.deleted";
    public const string EndpointTested = "endpoint.tested";
    public const string SecretRotated = "endpoint.secret_rotated";
    public const string SecretReencrypted = "endpoint.secret_reencrypted";
    public const string DeliveryReplayed = "delivery.replayed";
    public const string DeliveryCancelled = "delivery.cancelled";
    public const string DeadLettersReplayed = "dead_letters.replayed";
    public const string JobStarted = "job.started";
    public const string JobCancelled = "job.cancelled";
}
