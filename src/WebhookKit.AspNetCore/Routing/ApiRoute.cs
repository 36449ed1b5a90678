using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Routing;

/// <summary>One call of the API.</summary>
/// <param name="Name">The operation, as the OpenAPI document calls it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Pattern">The path under the prefix.</param>
/// <param name="Needs">What the caller has to be allowed.</param>
/// <param name="Handle">Answers it.</param>
/// <param name="Query">The query parameters there are; any other is refused.</param>
internal sealed record ApiRoute(
    string Name, string Method, string Pattern, WebhookPermissions Needs, Func<ApiCall, CancellationToken, Task<Answer>> Handle, params string[] Query);
