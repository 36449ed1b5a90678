using Microsoft.AspNetCore.Http;

namespace WebhookKit.AspNetCore.Routing;

/// <summary>Says where a request comes from, for the audit log.</summary>
internal static class RequestSource
{
    private const int Longest = 200;

    /// <summary>The caller with the source of the request, unless whoever named the caller has said one.</summary>
    public static WebhookCaller Complete(WebhookCaller caller, HttpContext context) =>
        caller.Source is not null
            ? caller
            : new WebhookCaller { Actor = caller.Actor, Owner = caller.Owner, Permissions = caller.Permissions, Source = Of(context) };

    private static AuditSource Of(HttpContext context) => new()
    {
        Scheme = Cut(context.User.Identity?.AuthenticationType),
        Address = context.Connection.RemoteIpAddress?.ToString(),
        RequestId = Cut(context.TraceIdentifier),
    };

    private static string? Cut(string? text) => text is { Length: > Longest } ? text[..Longest] : text;
}
