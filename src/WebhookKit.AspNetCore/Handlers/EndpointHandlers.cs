using WebhookKit.Administration;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;
using WebhookKit.Signing;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Handlers;

internal static class EndpointHandlers
{
    public static async Task<Answer> CreateAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        var input = EndpointRequests.ReadCreation(body.Root, call.Caller, call.Get<IWebhookSigningKeys>());
        var created = await call.Get<IWebhookEndpoints>().CreateAsync(input, call.Caller, cancellationToken).ConfigureAwait(false);
        return Answer.Created(
            EndpointDocument.From(created.Endpoint, call.Now, created.Secret), ApiJson.Plain.EndpointDocument, $"{call.Path}/{created.Endpoint.Id}");
    }

    public static async Task<Answer> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = new EndpointListQuery
        {
            Owner = call.Caller.Owner,
            After = call.Query.FindCursor<EndpointId>(),
            Limit = call.Query.Limit(),
        };
        call.Query.ThrowIfAnyError();

        var page = await call.Get<IEndpointStore>().ListAsync(query, cancellationToken).ConfigureAwait(false);
        var now = call.Now;
        var list = new ListDocument<EndpointDocument>
        {
            Data = [.. page.Items.Select(record => EndpointDocument.From(record.Endpoint, now))],
            NextCursor = page.HasMore ? ListCursor.Write(page.Items[^1].Endpoint.Id) : null,
        };
        return Answer.Ok(list, ApiJson.Plain.ListDocumentEndpointDocument);
    }

    public static async Task<Answer> ReadAsync(ApiCall call, CancellationToken cancellationToken) =>
        Document(call, await FindAsync(call, cancellationToken).ConfigureAwait(false));

    public static async Task<Answer> UpdateAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        if (await FindAsync(call, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return NotFound;
        }

        var input = EndpointRequests.ReadUpdate(body.Root, stored);
        return Document(call, await call.Get<IWebhookEndpoints>().UpdateAsync(stored.Id, input, call.Caller, cancellationToken).ConfigureAwait(false));
    }

    public static async Task<Answer> DeleteAsync(ApiCall call, CancellationToken cancellationToken) =>
        call.Id<EndpointId>() is { } id && await call.Get<IWebhookEndpoints>().DeleteAsync(id, call.Caller, cancellationToken).ConfigureAwait(false)
            ? Answer.NoContent
            : NotFound;

    public static async Task<Answer> EnableAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadOptionalBodyAsync(cancellationToken).ConfigureAwait(false);
        ReasonRequests.RefuseFields(body);
        return call.Id<EndpointId>() is { } id
            ? Document(call, await call.Get<IWebhookEndpoints>().EnableAsync(id, call.Caller, cancellationToken).ConfigureAwait(false))
            : NotFound;
    }

    public static async Task<Answer> DisableAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadOptionalBodyAsync(cancellationToken).ConfigureAwait(false);
        var reason = ReasonRequests.Read(body);
        return call.Id<EndpointId>() is { } id
            ? Document(call, await call.Get<IWebhookEndpoints>().DisableAsync(id, reason, call.Caller, cancellationToken).ConfigureAwait(false))
            : NotFound;
    }

    public static async Task<Answer> PauseAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadOptionalBodyAsync(cancellationToken).ConfigureAwait(false);
        var reason = ReasonRequests.Read(body);
        return call.Id<EndpointId>() is { } id
            ? UnlessDisabled(call, await call.Get<IWebhookEndpoints>().PauseAsync(id, reason, call.Caller, cancellationToken).ConfigureAwait(false))
            : NotFound;
    }

    public static async Task<Answer> ResumeAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadOptionalBodyAsync(cancellationToken).ConfigureAwait(false);
        ReasonRequests.RefuseFields(body);
        return call.Id<EndpointId>() is { } id
            ? UnlessDisabled(call, await call.Get<IWebhookEndpoints>().ResumeAsync(id, call.Caller, cancellationToken).ConfigureAwait(false))
            : NotFound;
    }

    public static async Task<Answer> OpenCircuitAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadOptionalBodyAsync(cancellationToken).ConfigureAwait(false);
        var (duration, reason) = CircuitRequests.Read(body);
        return call.Id<EndpointId>() is { } id
            ? Document(call, await call.Get<IWebhookEndpoints>().OpenCircuitAsync(id, duration, reason, call.Caller, cancellationToken).ConfigureAwait(false))
            : NotFound;
    }

    public static async Task<Answer> CloseCircuitAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadOptionalBodyAsync(cancellationToken).ConfigureAwait(false);
        ReasonRequests.RefuseFields(body);
        return call.Id<EndpointId>() is { } id
            ? Document(call, await call.Get<IWebhookEndpoints>().CloseCircuitAsync(id, call.Caller, cancellationToken).ConfigureAwait(false))
            : NotFound;
    }

    public static async Task<Answer> RotateSecretAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadOptionalBodyAsync(cancellationToken).ConfigureAwait(false);
        var rotation = EndpointRequests.ReadRotation(body?.Root, call.Get<IWebhookSigningKeys>());
        return call.Id<EndpointId>() is { } id
            && await call.Get<IWebhookEndpoints>().RotateSecretAsync(id, rotation, call.Caller, cancellationToken).ConfigureAwait(false) is { } rotated
            ? Answer.Ok(EndpointDocument.From(rotated.Endpoint, call.Now, rotated.Secret), ApiJson.Plain.EndpointDocument)
            : NotFound;
    }

    public static async Task<Answer> TestAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadOptionalBodyAsync(cancellationToken).ConfigureAwait(false);
        ReasonRequests.RefuseFields(body);
        return call.Id<EndpointId>() is { } id
            && await call.Get<IWebhookEndpoints>().TestAsync(id, call.Caller, cancellationToken).ConfigureAwait(false) is { } attempt
            ? Answer.Ok(AttemptDocument.From(attempt, call.MaySeePayloads), ApiJson.Plain.AttemptDocument)
            : NotFound;
    }

    private static Answer NotFound => Problems.NotFound("endpoint");

    private static async Task<WebhookEndpoint?> FindAsync(ApiCall call, CancellationToken cancellationToken) =>
        call.Id<EndpointId>() is { } id
            ? await call.Get<IWebhookEndpoints>().FindAsync(id, call.Caller, cancellationToken).ConfigureAwait(false)
            : null;

    private static Answer UnlessDisabled(ApiCall call, WebhookEndpoint? endpoint) =>
        endpoint is { Status: EndpointStatus.Disabled } ? Problems.Conflict("The endpoint is disabled; enable it first.") : Document(call, endpoint);

    private static Answer Document(ApiCall call, WebhookEndpoint? endpoint) =>
        endpoint is null ? NotFound : Answer.Ok(EndpointDocument.From(endpoint, call.Now), ApiJson.Plain.EndpointDocument);
}
