using System.Buffers;

namespace WebhookKit.Sending;

/// <summary>Reads the beginning of an answer, with a budget of its own. Nothing in a body can change what became of the attempt.</summary>
internal sealed class ResponseReader(SendingOptions options, TimeProvider timeProvider)
{
    /// <summary>
    /// More than is kept: a body read to its end leaves a connection that can be used again, and any other is closed. Beyond
    /// this a new connection is cheaper than reading on.
    /// </summary>
    private const int MostBytes = 16_384;

    /// <returns>Text that any database can keep; null where there is none.</returns>
    public async ValueTask<string?> ReadAsync(HttpResponseMessage response, CancellationToken stopping)
    {
        if (response.Content.Headers.ContentLength == 0)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(MostBytes);
        try
        {
            var (length, isWhole) = await FillAsync(response.Content, buffer.AsMemory(0, MostBytes), stopping).ConfigureAwait(false);
            return Describe(response.Content, buffer.AsSpan(0, length), isWhole);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private async ValueTask<(int Length, bool IsWhole)> FillAsync(HttpContent content, Memory<byte> buffer, CancellationToken stopping)
    {
        using var budget = new CancellationTokenSource(options.ExcerptTimeout, timeProvider);
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
