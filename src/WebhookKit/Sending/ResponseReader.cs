using System.Buffers;
using System.Collections.Concurrent;
using System.Net;

namespace WebhookKit.Sending;

/// <summary>Reads the beginning of an answer, with a budget of its own. Nothing in a body can change what became of the attempt.</summary>
internal sealed class ResponseReader(SendingOptions options, TimeProvider timeProvider)
{
    /// <summary>
    /// More than is kept: a body read to its end leaves a connection that can be used again, and any other is closed. Beyond
    /// this a new connection is cheaper than reading on.
    /// </summary>
    private const int MostBytes = 16_384;

    // Most answers are read at once and need no time at all: a source that was not used up serves the next one.
    private readonly ConcurrentBag<CancellationTokenSource> _budgets = [];

    /// <param name="response">The answer.</param>
    /// <param name="keep">Whether the text is wanted; else the body is read only for the sake of the connection.</param>
    /// <param name="stopping">Cuts reading short.</param>
    /// <returns>Text that any database can keep; null where there is none.</returns>
    public async ValueTask<string?> ReadAsync(HttpResponseMessage response, bool keep, CancellationToken stopping)
    {
        if (response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.ResetContent or HttpStatusCode.NotModified
            || response.Content.Headers.ContentLength == 0)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(MostBytes);
        try
        {
            var (length, isWhole) = await FillAsync(response.Content, buffer.AsMemory(0, MostBytes), stopping).ConfigureAwait(false);
            return keep ? Describe(response.Content, buffer.AsSpan(0, length), isWhole) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private async ValueTask<(int Length, bool IsWhole)> FillAsync(HttpContent content, Memory<byte> buffer, CancellationToken stopping)
    {
        var budget = _budgets.TryTake(out var used) ? used : new CancellationTokenSource(Timeout.InfiniteTimeSpan, timeProvider);
        try
        {
            budget.CancelAfter(options.ExcerptTimeout);
            return await FillAsync(content, buffer, budget, stopping).ConfigureAwait(false);
        }
        finally
        {
            if (budget.TryReset())
            {
                _budgets.Add(budget);
            }
            else
            {
                budget.Dispose();
            }
        }
    }

    private static async ValueTask<(int Length, bool IsWhole)> FillAsync(
        HttpContent content, Memory<byte> buffer, CancellationTokenSource budget, CancellationToken stopping)
    {
        await using var stop = stopping.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), budget).ConfigureAwait(false);
        var length = 0;
        try
        {
            var body = await content.ReadAsStreamAsync(budget.Token).ConfigureAwait(false);
            while (length < buffer.Length)
            {
                var read = await body.ReadAsync(buffer[length..], budget.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    return (length, true);
                }

                length += read;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or HttpRequestException)
        {
            // Late, broken or stopped: what has come so far is the excerpt. The attempt was decided by the headers.
        }

        return (length, false);
    }

    private string? Describe(HttpContent content, ReadOnlySpan<byte> body, bool isWhole)
    {
        if (options.ResponseExcerptBytes == 0 || body.IsEmpty)
        {
            return null;
        }

        if (content.Headers.ContentEncoding.Count > 0)
        {
            return $"({EncodingName(content.Headers.ContentEncoding)}-encoded, {(isWhole ? "" : "at least ")}{body.Length} bytes)";
        }

        return ExcerptText.Clean(body[..Math.Min(body.Length, options.ResponseExcerptBytes)], isCut: !isWhole || body.Length > options.ResponseExcerptBytes);
    }

    /// <summary>The name is the receiver's own text, so only the usual ones are repeated.</summary>
    private static string EncodingName(ICollection<string> encodings) =>
        encodings.Count == 1 && encodings.First() is "gzip" or "br" or "deflate" or "zstd" ? encodings.First() : "otherwise";
}
