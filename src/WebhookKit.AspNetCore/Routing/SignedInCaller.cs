using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace WebhookKit.AspNetCore.Routing;

/// <summary>Names the signed-in user and restricts nothing: for APIs that only operators reach.</summary>
internal sealed class SignedInCaller : IWebhookCallerProvider
{
    public static SignedInCaller Instance { get; } = new();

    public ValueTask<WebhookCaller?> GetCallerAsync(HttpContext context, CancellationToken cancellationToken = default) =>
        new(new WebhookCaller { Actor = NameOf(context.User) is { Length: > 0 } name ? name : "anonymous" });

    private static string? NameOf(ClaimsPrincipal user) =>
        user.Identity?.Name ?? user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst("sub")?.Value;
}
