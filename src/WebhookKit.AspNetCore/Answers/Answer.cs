using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace WebhookKit.AspNetCore.Answers;

/// <summary>What is sent back. Serialized before the response starts, so that a failure can still be answered.</summary>
internal sealed class Answer
{
    private byte[] _body = [];
    private string? _contentType;

    private Answer(int status) => Status = status;

    public int Status { get; }

    public string? Location { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public static Answer NoContent { get; } = new(StatusCodes.Status204NoContent);

    public static Answer Ok<T>(T body, JsonTypeInfo<T> type) => Json(StatusCodes.Status200OK, body, type);

    public static Answer Created<T>(T body, JsonTypeInfo<T> type, string location) =>
        Json(StatusCodes.Status201Created, body, type, location);

    public static Answer Accepted<T>(T body, JsonTypeInfo<T> type, string? location = null) =>
        Json(StatusCodes.Status202Accepted, body, type, location);

    public static Answer Raw(byte[] json) => new(StatusCodes.Status200OK) { _body = json, _contentType = "application/json" };

    public static Answer Problem(ProblemDocument problem, TimeSpan? retryAfter = null) => new(problem.Status)
    {
        _body = JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Plain.ProblemDocument),
        _contentType = "application/problem+json",
        RetryAfter = retryAfter,
    };

    public async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = Status;
        response.Headers.XContentTypeOptions = "nosniff";

        // Were a browser made to show an answer as a page, it could do nothing, and no page of another site can read or frame it.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Answers hold secrets, payloads and other people's mistakes.
        response.Headers.CacheControl = "no-store";
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (RetryAfter is { } pause)
        {
            response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (_contentType is not null)
        {
            response.ContentType = _contentType;
            response.ContentLength = _body.Length;
            await response.Body.WriteAsync(_body, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Answer Json<T>(int status, T body, JsonTypeInfo<T> type, string? location = null) => new(status)
    {
        _body = JsonSerializer.SerializeToUtf8Bytes(body, type),
        _contentType = "application/json",
        Location = location,
    };
}
