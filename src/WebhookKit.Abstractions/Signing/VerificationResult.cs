namespace WebhookKit.Signing;

/// <summary>What checking a received webhook found.</summary>
public enum VerificationResult
{
    /// <summary>A secret signed exactly this, within the tolerance of time.</summary>
    Valid = 0,

    /// <summary>One of the headers is missing, empty, or not in the form that Standard Webhooks asks for.</summary>
    MalformedHeaders = 1,

    /// <summary>The timestamp is further in the past than the tolerance.</summary>
    TooOld = 2,

    /// <summary>The timestamp is further in the future than the tolerance.</summary>
    TooNew = 3,

    /// <summary>None of the signatures was made with one of the secrets for this id, timestamp and body.</summary>
    WrongSignature = 4,
}
