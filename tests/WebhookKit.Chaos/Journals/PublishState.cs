namespace WebhookKit.Chaos.Journals;

/// <summary>What the producer knows of a publish.</summary>
internal enum PublishState
{
    /// <summary>Nobody can say whether it was stored: both are right, twice is not.</summary>
    Info,

    /// <summary>It was stored.</summary>
    Ok,

    /// <summary>It was rolled back.</summary>
    Fail,
}
