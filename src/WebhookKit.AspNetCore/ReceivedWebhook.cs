using Microsoft.AspNetCore.Http;

namespace WebhookKit.AspNetCore;

/// <summary>A webhook whose signature has been verified.</summary>
/// <remarks>
/// A handler behind <c>RequireWebhookSignature</c> takes it as a parameter, or asks for it by <c>HttpContext.GetReceivedWebhook()</c>. It may
/// be kept after the request.
/// </remarks>
public sealed class ReceivedWebhook
{
    /// <summary>The <c>webhook-id</c>: the same on every attempt, and signed.</summary>
    public required string Id { get; init; }

    /// <summary>When the attempt was made, by the sender's clock and to the second; signed.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The name of the <see cref="WebhookSender"/> whose secret signed it.</summary>
    /// <value>Empty where the secrets belong to the endpoint.</value>
    public string Sender { get; init; } = "";

    /// <summary>The exact bytes that were signed, as they were sent. A compressed body is still compressed.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Lets a handler of a minimal API take the webhook as a parameter; called by the framework.</summary>
    /// <param name="context">The request.</param>
    /// <returns>Null where nothing was verified, which the framework answers with 400 unless the parameter may be null.</returns>
    public static ValueTask<ReceivedWebhook?> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(context.Features.Get<ReceivedWebhook>());
    }
}
