using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Lists deliveries, the dead ones among them, by the same filters.</summary>
internal static class DeliveryLists
{
    public static async Task<Answer> ListAsync(ApiCall call, DeliveryStatus? status, bool? isReplayed, CancellationToken cancellationToken)
    {
        var query = new DeliveryListQuery
        {
            Owner = call.Caller.Owner,
            Endpoint = call.Query.Find<EndpointId>("endpoint_id", "must be an endpoint id: ep_ and 16 hexadecimal digits."),
            Event = call.Query.Find<EventId>("event_id", "must be an event id: evt_ and 32 hexadecimal digits."),
            Status = status,
            IsReplayed = isReplayed,
            From = call.Query.FindTime("from"),
            To = call.Query.FindTime("to"),
            After = call.Query.FindCursor<DeliveryId>(),
            Limit = call.Query.Limit(),
        };
        call.Query.ThrowIfAnyError();

        var page = await call.Get<IHistoryStore>().ListDeliveriesAsync(query, cancellationToken).ConfigureAwait(false);
        var list = new ListDocument<DeliveryDocument>
        {
            Data = [.. page.Items.Select(delivery => DeliveryDocument.From(delivery))],
            NextCursor = page.HasMore ? ListCursor.Write(page.Items[^1].Id) : null,
        };
        return Answer.Ok(list, ApiJson.Plain.ListDocumentDeliveryDocument);
    }
}
