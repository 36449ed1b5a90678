using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.AspNetCore.Requests;

/// <summary>One request to the API: who asks, and what for.</summary>
internal sealed class ApiCall(HttpContext context, WebhookCaller caller, QueryReader query, int maxRequestBytes)
{
    public WebhookCaller Caller => caller;

    public QueryReader Query => query;

    public HttpRequest Request => context.Request;

    public DateTimeOffset Now => Get<TimeProvider>().GetUtcNow();

    /// <summary>Whether payloads, and what receivers answered, may be shown.</summary>
    public bool MaySeePayloads => caller.Permissions.HasFlag(WebhookPermissions.ReadPayloads);

    /// <summary>Writes down that something was read which may be personal data.</summary>
    public Task NoteReadAsync(string action, string target, string owner, CancellationToken cancellationToken) =>
        ApiAudit.NoteAsync(context.RequestServices, caller, action, target, owner, reason: null, cancellationToken);

    /// <summary>Where the request went, to build addresses beneath it.</summary>
    public string Path => context.Request.PathBase.Add(context.Request.Path).ToUriComponent().TrimEnd('/');

    public T Get<T>()
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    public T? Find<T>()
        where T : class => context.RequestServices.GetService<T>();

    /// <summary>The id in the path, or null where the text cannot be one: answered like an id that nothing has.</summary>
    public T? Id<T>()
        where T : struct, IParsable<T> =>
        context.Request.RouteValues["id"] is string text && T.TryParse(text, null, out var id) ? id : null;

    public Task<JsonBody> ReadBodyAsync(CancellationToken cancellationToken) =>
        RequestBody.ReadAsync(context.Request, maxRequestBytes, cancellationToken);

    public Task<JsonBody?> ReadOptionalBodyAsync(CancellationToken cancellationToken) =>
        RequestBody.ReadOptionalAsync(context.Request, maxRequestBytes, cancellationToken);
}
