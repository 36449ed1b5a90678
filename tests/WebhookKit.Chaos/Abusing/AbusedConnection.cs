using System.Net.Sockets;
using System.Text;

namespace WebhookKit.Chaos.Abusing;

/// <summary>A connection, and what can be done to it below HTTP.</summary>
internal sealed class AbusedConnection(Socket socket)
{
    private const int MostHead = 8192;

    /// <summary>Reads up to the end of the request's head.</summary>
    /// <returns>Its path; null where it is no HTTP, as the first message of TLS, or ended.</returns>
    public async Task<string?> ReadPathAsync(CancellationToken ending)
    {
        var (buffer, length) = (new byte[MostHead], 0);
        while (length < MostHead)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), ending);
            length += read;
            var text = Encoding.ASCII.GetString(buffer, 0, length);
            if (read == 0 || !text.StartsWith("POST"[..Math.Min(4, text.Length)], StringComparison.Ordinal))
            {
                return null;
            }

            if (text.Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                return text.Split(' ')[1];
            }
        }

        return null;
    }

    public async Task WriteAsync(byte[] bytes, CancellationToken ending) => await socket.SendAsync(bytes, ending);

    /// <summary>Sends some, and then RST instead of FIN.</summary>
    public async Task ResetAsync(string text)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes(text));
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Says that nothing will follow, and goes on listening.</summary>
    public async Task CloseHalfAsync(CancellationToken ending)
    {
        socket.Shutdown(SocketShutdown.Send);
        await Task.Delay(Timeout.InfiniteTimeSpan, ending);
    }
}
