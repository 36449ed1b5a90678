using System.Net.Http.Headers;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace WebhookKit.AspNetCore.Requests;

/// <summary>Reads a JSON body up to a limit, without trusting the length that the client announced.</summary>
internal static class RequestBody
{
    private const string JsonMediaType = "application/json";
    private const int FirstBuffer = 4096;

    /// <exception cref="RefusedRequestException">The content type is wrong or the body too large.</exception>
    /// <exception cref="WebhookValidationException">The body is missing or is not JSON.</exception>
    public static async Task<JsonBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        RequireJson(request);
        var bytes = await ReadBytesAsync(request, limit, cancellationToken).ConfigureAwait(false);
        return bytes.IsEmpty ? throw new WebhookValidationException("body", "is required.") : Parse(bytes);
    }

    /// <summary>Like <see cref="ReadAsync"/>, for a body that may be left out.</summary>
    /// <returns>The body, or null where there is none.</returns>
    public static async Task<JsonBody?> ReadOptionalAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var bytes = await ReadBytesAsync(request, limit, cancellationToken).ConfigureAwait(false);

        // A page of another site may send a form, or nothing, with the user's cookies; JSON it may not without being asked.
        if (!bytes.IsEmpty || MayBeForged(request))
        {
            RequireJson(request);
        }

        return bytes.IsEmpty ? null : Parse(bytes);
    }

    // A browser that does not say where the page is from says its origin with every POST.
    private static bool MayBeForged(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => false,
        "" => request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase),
        _ => true,
    };

    private static void RequireJson(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !string.Equals(type.MediaType, JsonMediaType, StringComparison.OrdinalIgnoreCase)
            || (type.CharSet is { } charset && !string.Equals(charset.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new RefusedRequestException(
                StatusCodes.Status415UnsupportedMediaType, $"The body must be {JsonMediaType} in UTF-8; set the Content-Type header.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        ServerLimit.Raise(request, limit);
        try
        {
            return await ReadToEndAsync(request.Body, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge(limit);
        }
        catch (BadHttpRequestException exception)
        {
            throw new RefusedRequestException(exception.StatusCode, "The body could not be read to its end.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadToEndAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[FirstBuffer];
        var length = 0;
        while (true)
        {
            var read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return buffer.AsMemory(0, length);
            }

            length += read;
            if (length > limit)
            {
                throw TooLarge(limit);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, limit + 1L));
            }
        }
    }

    private static JsonBody Parse(ReadOnlyMemory<byte> bytes) =>
        Utf8.IsValid(bytes.Span) ? JsonBody.Parse(bytes) : throw new WebhookValidationException("body", "must be UTF-8 throughout.");

    private static RefusedRequestException TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body must be at most {limit} bytes.");
}
