namespace WebhookKit;

/// <summary>What a job does.</summary>
public enum JobKind
{
    /// <summary>Makes a new delivery for each dead letter of a selection that has not been replayed.</summary>
    Replay = 0,

    /// <summary>
    /// Makes one new delivery for each event of which one endpoint has missed the delivery since a moment: given up or cancelled and not
    /// replayed, or, if asked for, never made.
    /// </summary>
    Recover = 1,
}
