namespace WebhookKit.Hosting;

/// <summary>What this process does. Section <c>Hosting</c>.</summary>
public sealed class HostingOptions
{
    /// <summary>Whether this process delivers. A process that only publishes leaves delivery to others.</summary>
    /// <value>True by default.</value>
    public bool Deliver { get; set; } = true;

    /// <summary>Whether tables are created and upgraded when the host starts.</summary>
    /// <value>True by default; false for teams that run migrations themselves: the host then stops at start unless they are up to date.</value>
    public bool CreateSchema { get; set; } = true;

    /// <summary>How long requests under way may take to end when the host stops. The rest is cut and sent again later.</summary>
    /// <value>20 s by default, within the 30 s that a host grants.</value>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
