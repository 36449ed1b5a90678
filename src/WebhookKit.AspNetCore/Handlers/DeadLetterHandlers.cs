using WebhookKit.Administration;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

internal static class DeadLetterHandlers
{
    private static readonly string[] SelectionFields = ["endpoint_id", "from", "to", "limit", "as_job", "event_type", "reason", "rate", "preview"];
    private static readonly string[] JobFields = ["event_type", "reason", "rate", "preview"];
    private static readonly Dictionary<string, bool> TrueOrFalse = new(StringComparer.Ordinal) { ["true"] = true, ["false"] = false };

    public static Task<Answer> ListAsync(ApiCall call, CancellationToken cancellationToken) =>
        DeliveryLists.ListAsync(call, DeliveryStatus.Dead, call.Query.FindOneOf("replayed", TrueOrFalse), cancellationToken);

    public static async Task<Answer> ReplayAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        var errors = new FieldErrors();
        var reader = new ObjectReader(body.Root, "", errors, SelectionFields);
        if (JobRequests.FindFlag(reader, "as_job"))
        {
            return await ReplayAsJobAsync(call, reader, cancellationToken).ConfigureAwait(false);
        }

        var selection = ReadSelection(reader);
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
    private static DeadLetterSelection ReadSelection(ObjectReader reader)
    {
        var selection = new DeadLetterSelection
        {
            Endpoint = FindEndpoint(reader),
            From = JobRequests.FindTime(reader, "from"),
            To = JobRequests.FindTime(reader, "to"),
            Limit = reader.FindWholeNumber("limit") ?? new DeadLetterSelection().Limit,
        };
        foreach (var field in JobFields.Where(field => reader.Find(field) is not null))
        {
            reader.Errors.Add(field, "goes with \"as_job\": true alone.");
        }

        reader.Errors.ThrowIfAny();
        return selection;
    }

    private static Task<Answer> ReplayAsJobAsync(ApiCall call, ObjectReader reader, CancellationToken cancellationToken)
    {
        var input = new JobInput
        {
            Kind = JobKind.Replay,
            Selection = new JobSelection
            {
                Endpoint = FindEndpoint(reader),
                From = JobRequests.FindTime(reader, "from"),
                To = JobRequests.FindTime(reader, "to"),
                EventType = reader.FindText("event_type"),
                Reason = JobRequests.FindReason(reader, "reason"),
            },
            Rate = reader.FindWholeNumber("rate"),
        };
        var isPreview = JobRequests.FindFlag(reader, "preview");
        if (reader.Find("limit") is not null)
        {
            reader.Errors.Add("limit", "does not go with a job, which replays all that is selected.");
        }

        reader.Errors.ThrowIfAny();
        return JobHandlers.StartAsync(call, input, isPreview, cancellationToken);
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
}
