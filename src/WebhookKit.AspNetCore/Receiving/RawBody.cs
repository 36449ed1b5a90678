using System.Buffers;
using Microsoft.AspNetCore.Http;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Receiving;

/// <summary>The bytes of a body, read up to a limit into a rented buffer that is given back with it.</summary>
/// <remarks>
/// The buffer grows with what has arrived and not with what was announced: a client that announces much and sends nothing takes nothing.
/// </remarks>
internal sealed class RawBody : IDisposable
{
    private const int FirstBuffer = 4096;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _length;

    private RawBody()
    {
    }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <returns>The body, to be disposed, or why there is none.</returns>
    public static async ValueTask<(RawBody? Body, Refusal? Refusal)> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return (null, Refusal.TooLarge);
        }

        ServerLimit.Raise(request, limit);
        var body = new RawBody();
        var isWhole = false;
        try
        {
            isWhole = await body.FillAsync(request.Body, limit, cancellationToken).ConfigureAwait(false);
            return isWhole ? (body, null) : (null, Refusal.TooLarge);
        }
        catch (BadHttpRequestException exception)
        {
            return (null, exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? Refusal.TooLarge : Refusal.UnreadableBody);
        }
        finally
        {
            if (!isWhole)
            {
                body.Dispose();
            }
        }
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>False as soon as there is a byte more than the limit.</returns>
    private async ValueTask<bool> FillAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_length == _buffer.Length)
            {
                Grow();
            }

            // One byte more than is allowed is enough to know.
            var room = Math.Min(_buffer.Length, limit + 1) - _length;
            var read = await stream.ReadAsync(_buffer.AsMemory(_length, room), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return true;
            }

            _length += read;
            if (_length > limit)
            {
                return false;
            }
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
