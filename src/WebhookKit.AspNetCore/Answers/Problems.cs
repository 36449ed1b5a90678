using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace WebhookKit.AspNetCore.Answers;

/// <summary>The problems there are. None shows the text of an exception that was not written for the client.</summary>
internal static class Problems
{
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(2);

    /// <summary>The same for what is not there and for what belongs to others, so that nobody can tell them apart.</summary>
    public static Answer NotFound(string what) => Of(StatusCodes.Status404NotFound, $"There is no such {what}.");

    public static Answer Forbidden(string detail) => Of(StatusCodes.Status403Forbidden, detail);

    public static Answer Conflict(string detail) => Of(StatusCodes.Status409Conflict, detail);

    public static Answer Of(int status, string detail) => Answer.Problem(Document(status, detail));

    public static Answer Invalid(IReadOnlyList<FieldError> errors) => Answer.Problem(new ProblemDocument
    {
        Title = ReasonPhrases.GetReasonPhrase(StatusCodes.Status400BadRequest),
        Status = StatusCodes.Status400BadRequest,
        Detail = "The request breaks a rule; errors names the fields. Nothing was stored.",
        Errors = errors.GroupBy(error => error.Field).ToDictionary(field => field.Key, field => field.Select(error => error.Message).ToArray()),
    });

    public static Answer TooMany(string detail, TimeSpan retryAfter) => Answer.Problem(Document(StatusCodes.Status429TooManyRequests, detail), retryAfter);

    public static Answer Unavailable(string traceId) => Answer.Problem(
        Document(StatusCodes.Status503ServiceUnavailable, "The database does not answer at the moment; try again.", traceId), StorePause);

    public static Answer TooLong(TimeSpan most) => Of(
        StatusCodes.Status503ServiceUnavailable, $"This took longer than {most.TotalSeconds} s and was stopped; ask for less: one endpoint, one event or a shorter time.");

    public static Answer Failed(string traceId) => Answer.Problem(
        Document(StatusCodes.Status500InternalServerError, "The request failed; the server's log says why.", traceId));

    private static ProblemDocument Document(int status, string detail, string? traceId = null) => new()
    {
        Title = ReasonPhrases.GetReasonPhrase(status),
        Status = status,
        Detail = detail,
        TraceId = traceId,
    };
}
