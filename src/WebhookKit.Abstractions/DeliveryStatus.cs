namespace WebhookKit;

/// <summary>Where a delivery stands.</summary>
public enum DeliveryStatus
{
    /// <summary>No attempt has been recorded yet.</summary>
    Pending = 0,

    /// <summary>The last attempt failed and another one is planned.</summary>
    Failed = 1,

    /// <summary>The endpoint accepted it. Final.</summary>
    Succeeded = 2,

    /// <summary>Given up; kept as a dead letter. Final; a replay is a new delivery.</summary>
    Dead = 3,

    /// <summary>Withdrawn by a person, or because its endpoint was disabled or deleted. Final.</summary>
    Cancelled = 4,

    /// <summary>Not sent, because the filter of its endpoint does not match the payload. Final; its last attempt says which condition it was.</summary>
    Filtered = 5,
}
