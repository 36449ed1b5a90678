using WebhookKit.Administration;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>What concerns the keys that secrets at rest are encrypted under: those of all owners.</summary>
internal static class SecretHandlers
{
    /// <summary>A call ends well before whatever waits for its answer gives up. Calling again goes on.</summary>
    private const int MostInOneCall = 500;

    public static async Task<Answer> CountAsync(ApiCall call, CancellationToken cancellationToken) =>
        call.Caller.Owner is null
            ? Document(await call.Get<IWebhookSecrets>().CountAsync(cancellationToken).ConfigureAwait(false))
            : Forbidden;

    public static async Task<Answer> ReencryptAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var body = await call.ReadOptionalBodyAsync(cancellationToken).ConfigureAwait(false);
        ReasonRequests.RefuseFields(body);
        return call.Caller.Owner is null
            ? Document(await call.Get<IWebhookSecrets>().ReencryptAsync(call.Caller, MostInOneCall, cancellationToken).ConfigureAwait(false))
            : Forbidden;
    }

    private static Answer Forbidden => Problems.Forbidden("The keys are those of all owners together, and only for those who may see all of them.");

    private static Answer Document(SecretKeyReport report) => Answer.Ok(SecretKeysDocument.From(report), ApiJson.Plain.SecretKeysDocument);
}
