using Microsoft.AspNetCore.Http;

namespace WebhookKit.AspNetCore.Tests.Routing;

/// <summary>A caller is the user of the owner that a header names; <c>*</c> is an operator, who may see all.</summary>
internal sealed class OwnerFromHeader : IWebhookCallerProvider
{
    public const string Header = "X-Owner";

    public static (string, string) Acme { get; } = (Header, "acme");

    public static (string, string) Other { get; } = (Header, "other");

    public ValueTask<WebhookCaller?> GetCallerAsync(HttpContext context, CancellationToken cancellationToken = default) =>
        new(context.Request.Headers[Header].ToString() switch
        {
            "" => null,
            "*" => new WebhookCaller { Actor = "operator" },
            var owner => new WebhookCaller { Actor = $"user of {owner}", Owner = owner },
        });
}
