using WebhookKit.Administration;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

internal static class FilterHandlers
{
    private static readonly string[] Fields = ["filter", "payload"];

    public static async Task<Answer> TestAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        var errors = new FieldErrors();
        var reader = new ObjectReader(body.Root, "", errors, Fields);
        var (filter, payload) = (reader.Require("filter"), reader.RequireAny("payload"));
        errors.ThrowIfAny();

        var result = call.Get<IWebhookFilters>().Test(filter!.Value.GetRawText(), body.RawOf(payload!.Value).Span);
        return Answer.Ok(new FilterTestDocument { Matches = result.Matches, Reason = result.Reason }, ApiJson.Plain.FilterTestDocument);
    }
}
