namespace WebhookKit.Administration;

/// <summary>A job to be started.</summary>
public sealed class JobInput
{
    /// <summary>What it does.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>What it makes new deliveries for.</summary>
    public required JobSelection Selection { get; init; }

    /// <summary>How many new deliveries it makes in a second at the most.</summary>
    /// <value>Null by default: as many as the store takes; else 1 to 10,000.</value>
    public int? Rate { get; init; }

    /// <summary>Whether a recovery enables its endpoint first, where that is disabled.</summary>
    /// <value>
    /// <see langword="false"/> by default: a job for a disabled endpoint is refused. Should starting the job fail after the endpoint was
    /// enabled, starting it again does what is left.
    /// </value>
    public bool EnableEndpoint { get; init; }
}
