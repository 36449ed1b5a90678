using System.Net.Http.Headers;

namespace WebhookKit.Sending;

/// <summary>Reads what a receiver asks for in the <c>webhook-delivery</c> header of its answer.</summary>
internal static class DirectiveRules
{
    private const string Header = "webhook-delivery";

    /// <summary>What is asked for; nothing where the header is missing, says something else, or is there more than once.</summary>
    public static DeliveryDirective Read(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues(Header, out var values) && values.Count == 1
            ? values.ToString().Trim().ToLowerInvariant() switch
            {
                "abort-message" => DeliveryDirective.Abort,
                "disable" => DeliveryDirective.Disable,
                _ => DeliveryDirective.None,
            }
            : DeliveryDirective.None;
}
