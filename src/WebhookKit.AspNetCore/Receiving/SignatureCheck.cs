using System.Globalization;
using Microsoft.AspNetCore.Http;
using WebhookKit.Signing;

namespace WebhookKit.AspNetCore.Receiving;

/// <summary>Verifies a request, before anything else has read its body.</summary>
internal sealed class SignatureCheck(WebhookSignatureOptions options, TimeProvider timeProvider)
{
    /// <summary>
    /// For requests of a sender whom nobody knows: they take the same way as wrong ones, so that neither the answer nor the time it takes
    /// says who is known.
    /// </summary>
    private static readonly WebhookSecret NobodysSecret = WebhookSecret.Generate();

    private readonly WebhookVerifier? _verifier = options.FindSender is null ? new([.. options.Secrets], [.. options.Keys], timeProvider, options.Tolerance) : null;

    /// <returns>The verified webhook, or why there is none.</returns>
    public async ValueTask<(ReceivedWebhook? Webhook, Refusal? Refusal)> VerifyAsync(HttpContext context)
    {
        var headers = SignatureHeaderValues.Of(context.Request.Headers);
        if (headers.IsAmbiguous)
        {
            return (null, Refusal.MalformedHeaders);
        }

        if (!headers.IsComplete)
        {
            return (null, Refusal.Unsigned);
        }

        var sender = options.FindSender is { } find ? await find(context, context.RequestAborted).ConfigureAwait(false) : null;
        var verifier = _verifier ?? VerifierFor(sender);
        var (body, refusal) = await RawBody.ReadAsync(context.Request, options.MaxBodyBytes, context.RequestAborted).ConfigureAwait(false);
        if (body is null)
        {
            return (null, refusal);
        }

        using (body)
        {
            return verifier.Verify(headers.Id, headers.Timestamp, headers.Signatures, body.Bytes) switch
            {
                VerificationResult.Valid when _verifier is not null || sender is not null => (Received(headers, sender, body), null),
                VerificationResult.MalformedHeaders => (null, Refusal.MalformedHeaders),
                VerificationResult.TooOld => (null, Refusal.TooOld),
                VerificationResult.TooNew => (null, Refusal.TooNew),
                _ => (null, Refusal.WronglySigned),
            };
        }
    }

    /// <summary>The body is copied once it is known to be good: handlers keep things, and a rented buffer would become somebody else's request.</summary>
    private static ReceivedWebhook Received(SignatureHeaderValues headers, WebhookSender? sender, RawBody body) => new()
    {
        Id = headers.Id!,
        Timestamp = DateTimeOffset.FromUnixTimeSeconds(long.Parse(headers.Timestamp!, NumberStyles.None, CultureInfo.InvariantCulture)),
        Sender = sender?.Name ?? "",
        Body = body.Bytes.ToArray(),
    };

    private WebhookVerifier VerifierFor(WebhookSender? sender)
    {
        if (sender is { Name.Length: > WebhookSignatureOptions.LongestName })
        {
            throw new InvalidOperationException(
                $"{nameof(WebhookSender)}.{nameof(WebhookSender.Name)} must have at most {WebhookSignatureOptions.LongestName} characters; has {sender.Name.Length}.");
        }

        return new WebhookVerifier(
            sender is { Secrets.Count: > 0 } or { Keys.Count: > 0 } ? sender.Secrets : [NobodysSecret], sender?.Keys ?? [], timeProvider, options.Tolerance);
    }
}
