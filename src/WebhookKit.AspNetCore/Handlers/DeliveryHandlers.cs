using WebhookKit.Administration;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Handlers;

internal static class DeliveryHandlers
{
    public static Task<Answer> ListAsync(ApiCall call, CancellationToken cancellationToken) =>
        DeliveryLists.ListAsync(call, call.Query.FindOneOf("status", ApiNames.DeliveryStatuses), isReplayed: null, cancellationToken);

    public static async Task<Answer> ReadAsync(ApiCall call, CancellationToken cancellationToken) =>
        call.Id<DeliveryId>() is { } id && await FindAsync(call, id, cancellationToken).ConfigureAwait(false) is { } found
            ? Answer.Ok(found, ApiJson.Plain.DeliveryDocument)
            : NotFound;

    public static async Task<Answer> ExplainAsync(ApiCall call, CancellationToken cancellationToken) =>
        call.Id<DeliveryId>() is { } id
        && await call.Get<IWebhookDeliveries>().ExplainAsync(id, call.Caller, cancellationToken).ConfigureAwait(false) is { } explanation
            ? Answer.Ok(ExplanationDocument.From(explanation), ApiJson.Plain.ExplanationDocument)
            : NotFound;

    public static async Task<Answer> ReplayAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadOptionalBodyAsync(cancellationToken).ConfigureAwait(false);
        ReasonRequests.RefuseFields(body);
        if (call.Id<DeliveryId>() is not { } id)
        {
            return NotFound;
        }

        var replayed = await call.Get<IWebhookDeliveries>().ReplayAsync(id, call.Caller, cancellationToken).ConfigureAwait(false);
        if (replayed.Outcome == ReplayOutcome.EndpointUnavailable)
        {
            return Problems.Conflict("The endpoint is disabled or deleted; enable it first.");
        }

        if (replayed.Outcome == ReplayOutcome.EventExpired)
        {
            return Problems.Conflict("The event has expired, by the expires_at it was published with; publish it anew to send it.");
        }

        return replayed.Delivery is { } created && await FindAsync(call, created, cancellationToken).ConfigureAwait(false) is { } found
            ? Answer.Accepted(found, ApiJson.Plain.DeliveryDocument, $"{DeliveriesPath(call)}/{created}")
            : NotFound;
    }

    public static async Task<Answer> CancelAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadOptionalBodyAsync(cancellationToken).ConfigureAwait(false);
        var reason = ReasonRequests.Read(body);
        if (call.Id<DeliveryId>() is not { } id)
        {
            return NotFound;
        }

        var outcome = await call.Get<IWebhookDeliveries>().CancelAsync(id, reason, call.Caller, cancellationToken).ConfigureAwait(false);
        if (outcome == CancelOutcome.AlreadyEnded)
        {
            return Problems.Conflict("The delivery has already ended.");
        }

        return outcome == CancelOutcome.Cancelled && await FindAsync(call, id, cancellationToken).ConfigureAwait(false) is { } found
            ? Answer.Ok(found, ApiJson.Plain.DeliveryDocument)
            : NotFound;
    }

    private static Answer NotFound => Problems.NotFound("delivery");

    /// <summary>The request went to <c>…/deliveries/{id}/replay</c>.</summary>
    private static string DeliveriesPath(ApiCall call)
    {
        var delivery = call.Path[..call.Path.LastIndexOf('/')];
        return delivery[..delivery.LastIndexOf('/')];
    }

    private static async Task<DeliveryDocument?> FindAsync(ApiCall call, DeliveryId id, CancellationToken cancellationToken)
    {
        var query = new DeliveryQuery { Id = id, Owner = call.Caller.Owner };
        var found = await call.Get<IHistoryStore>().FindDeliveryAsync(query, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return null;
        }

        if (call.MaySeePayloads && found.Attempts.Any(attempt => attempt.ResponseExcerpt is not null))
        {
            await call.NoteReadAsync(ApiAudit.AnswersRead, id.ToString(), found.Delivery.Owner, cancellationToken).ConfigureAwait(false);
        }

        return DeliveryDocument.From(found.Delivery, found.Attempts, call.MaySeePayloads);
    }
}
