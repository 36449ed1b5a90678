namespace WebhookKit.Tests.Sending;

/// <summary>A receiver that keeps its connections open, and counts them and the requests on them.</summary>
internal sealed class CountingReceiver : IDisposable
{
    private readonly RawServer _server;
    private int _requests;

    public CountingReceiver() => _server = RawServer.Talking(async stream =>
    {
        var buffer = new byte[8192];
        while (await stream.ReadAsync(buffer) > 0)
        {
            Interlocked.Increment(ref _requests);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        }
    });

    public int Port => _server.Port;

    /// <summary>Connections, and requests.</summary>
    public (int, int) Seen => (_server.Connections, Volatile.Read(ref _requests));

    public void Dispose() => _server.Dispose();
}
