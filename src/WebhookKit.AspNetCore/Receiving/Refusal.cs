using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using WebhookKit.AspNetCore.Answers;

namespace WebhookKit.AspNetCore.Receiving;

/// <summary>
/// Why a request does not get to the handler. A closed list: each sentence is the same for every request, so that no answer tells
/// somebody who guesses how near the guess was.
/// </summary>
internal sealed class Refusal
{
    /// <summary>RFC 9110 wants a challenge with every 401. There is nothing a browser could ask its user for.</summary>
    private const string Challenge = "StandardWebhooks";

    private readonly ProblemDocument _problem;

    private Refusal(int status, string code, string detail)
    {
        Code = code;
        _problem = new ProblemDocument { Title = ReasonPhrases.GetReasonPhrase(status), Status = status, Detail = detail, Code = code };
    }

    public static Refusal Unsigned { get; } = new(
        StatusCodes.Status401Unauthorized, "signature_missing", "webhook-id, webhook-timestamp and webhook-signature are required.");

    public static Refusal WronglySigned { get; } = new(
        StatusCodes.Status401Unauthorized, "signature_invalid", "The signature is not valid.");

    public static Refusal TooOld { get; } = new(
        StatusCodes.Status401Unauthorized, "timestamp_too_old", "The timestamp is too far in the past.");

    public static Refusal TooNew { get; } = new(
        StatusCodes.Status401Unauthorized, "timestamp_too_new", "The timestamp is too far in the future.");

    public static Refusal MalformedHeaders { get; } = new(
        StatusCodes.Status400BadRequest, "headers_malformed", "webhook-id, webhook-timestamp or webhook-signature is malformed or there twice.");

    public static Refusal UnreadableBody { get; } = new(
        StatusCodes.Status400BadRequest, "body_unreadable", "The body could not be read to its end.");

    public static Refusal TooLarge { get; } = new(
        StatusCodes.Status413PayloadTooLarge, "body_too_large", "The body is too large.");

    public static Refusal InProgress { get; } = new(
        StatusCodes.Status409Conflict, "in_progress", "The event is being processed; try again later.");

    public string Code { get; }

    public Task WriteAsync(HttpResponse response, CancellationToken cancellationToken, TimeSpan? retryAfter = null)
    {
        if (_problem.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = Challenge;
        }

        return Answer.Problem(_problem, retryAfter).WriteAsync(response, cancellationToken);
    }
}
