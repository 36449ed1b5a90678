namespace WebhookKit;

/// <summary>Where something that was done came from, as the host saw it.</summary>
public sealed class AuditSource
{
    /// <summary>How the caller was authenticated, for example <c>Bearer</c>.</summary>
    public string? Scheme { get; init; }

    /// <summary>The IP address that the request came from. Behind a proxy that is the proxy's, unless the host uses forwarded headers.</summary>
    public string? Address { get; init; }

    /// <summary>What the host's logs call the request.</summary>
    public string? RequestId { get; init; }
}
