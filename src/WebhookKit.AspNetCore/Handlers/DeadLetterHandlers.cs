using System.Text.Json;
using WebhookKit.Administration;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

internal static class DeadLetterHandlers
{
    private static readonly string[] SelectionFields = ["endpoint_id", "from", "to", "limit"];
    private static readonly Dictionary<string, bool> TrueOrFalse = new(StringComparer.Ordinal) { ["true"] = true, ["false"] = false };

    public static Task<Answer> ListAsync(ApiCall call, CancellationToken cancellationToken) =>
        DeliveryLists.ListAsync(call, DeliveryStatus.Dead, call.Query.FindOneOf("replayed", TrueOrFalse), cancellationToken);

    public static async Task<Answer> ReplayAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        var selection = ReadSelection(body.Root);
        if (selection.Endpoint is { } endpoint
            && await call.Get<IWebhookEndpoints>().FindAsync(endpoint, call.Caller, cancellationToken).ConfigureAwait(false) is null)
        {
            return Problems.NotFound("endpoint");
        }

        var result = await call.Get<IWebhookDeliveries>().ReplayDeadLettersAsync(selection, call.Caller, cancellationToken).ConfigureAwait(false);
        var replayed = new ReplayedDocument { Replayed = result.Replayed, Skipped = result.Skipped, HasMore = result.HasMore };
        return Answer.Ok(replayed, ApiJson.Plain.ReplayedDocument);
    }

    /// <remarks>The body must be there, even if it is <c>{}</c>: replaying everything should be said, not forgotten.</remarks>
    private static DeadLetterSelection ReadSelection(JsonElement body)
    {
        var errors = new FieldErrors();
        var reader = new ObjectReader(body, "", errors, SelectionFields);
        var selection = new DeadLetterSelection
        {
            Endpoint = FindEndpoint(reader),
            From = FindTime(reader, "from"),
            To = FindTime(reader, "to"),
            Limit = reader.FindWholeNumber("limit") ?? new DeadLetterSelection().Limit,
        };
        errors.ThrowIfAny();
        return selection;
    }

    private static EndpointId? FindEndpoint(ObjectReader reader)
    {
        if (reader.FindText("endpoint_id") is not { } text)
        {
            return null;
        }

        if (EndpointId.TryParse(text, null, out var id))
        {
            return id;
        }

        reader.Errors.Add("endpoint_id", "must be an endpoint id: ep_ and 16 hexadecimal digits.");
        return null;
    }

    private static DateTimeOffset? FindTime(ObjectReader reader, string name)
    {
        if (reader.FindText(name) is not { } text)
        {
            return null;
        }

        if (UtcTime.TryRead(text, out var time))
        {
            return time;
        }

        reader.Errors.Add(name, UtcTime.Rule);
        return null;
    }
}
