namespace WebhookKit;

/// <summary>Who asks for something.</summary>
public sealed class WebhookCaller
{
    /// <summary>The application itself: sees every owner.</summary>
    public static WebhookCaller Application { get; } = new() { Actor = "application" };

    /// <summary>The name written to the audit log.</summary>
    public required string Actor { get; init; }

    /// <summary>The only owner whose objects the caller may see and change; null for all of them.</summary>
    /// <remarks>What belongs to another owner is answered as if it did not exist.</remarks>
    public string? Owner { get; init; }

    /// <summary>What the caller may do through the HTTP API. Code that has the services may do everything.</summary>
    /// <value><see cref="WebhookPermissions.All"/> by default.</value>
    public WebhookPermissions Permissions { get; init; } = WebhookPermissions.All;

    /// <summary>Where the caller comes from, for the audit log.</summary>
    /// <value>Null by default. The HTTP API says it for requests where the provider of the caller does not.</value>
    public AuditSource? Source { get; init; }
}
