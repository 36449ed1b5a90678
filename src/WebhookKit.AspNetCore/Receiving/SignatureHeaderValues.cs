using Microsoft.AspNetCore.Http;
using WebhookKit.Signing;

namespace WebhookKit.AspNetCore.Receiving;

/// <summary>The three headers of a signed request.</summary>
/// <remarks>
/// A header that is there twice is nobody's: two programs on the way that take one each would see two requests, and joined by a comma
/// they are a third.
/// </remarks>
internal readonly record struct SignatureHeaderValues(string? Id, string? Timestamp, string? Signatures, bool IsAmbiguous)
{
    public bool IsComplete => !string.IsNullOrEmpty(Id) && !string.IsNullOrEmpty(Timestamp) && !string.IsNullOrEmpty(Signatures);

    public static SignatureHeaderValues Of(IHeaderDictionary headers)
    {
        var id = headers[StandardWebhooksHeaders.Id];
        var timestamp = headers[StandardWebhooksHeaders.Timestamp];
        var signatures = headers[StandardWebhooksHeaders.Signature];
        return id.Count > 1 || timestamp.Count > 1 || signatures.Count > 1
            ? new SignatureHeaderValues(null, null, null, true)
            : new SignatureHeaderValues(id, timestamp, signatures, false);
    }
}
