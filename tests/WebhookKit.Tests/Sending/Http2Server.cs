using System.Buffers.Binary;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace WebhookKit.Tests.Sending;

/// <summary>
/// A server that prefers HTTP/2 and refuses every stream, as one does that is about to stop. Counts the requests that come, in either
/// version.
/// </summary>
internal sealed class Http2Server : IDisposable
{
    private const int FrameHead = 9;
    private const int Preface = 24;
    private const byte Headers = 1, Reset = 3, Settings = 4;
    private const byte Acknowledged = 1;
    private const int RefusedStream = 7;

    private readonly X509Certificate2 _certificate = TlsServer.SelfSigned();
    private readonly RawServer _server;
    private int _requests;

    public Http2Server() => _server = RawServer.Talking(TalkAsync);

    public int Requests => Volatile.Read(ref _requests);

    public string Url => $"https://localhost:{_server.Port}/";

    public void Dispose()
    {
        _server.Dispose();
        _certificate.Dispose();
    }

    private async Task TalkAsync(Stream stream)
    {
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = _certificate,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        });
        await (tls.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2 ? RefuseAsync(tls) : AnswerAsync(tls));
    }

    private async Task AnswerAsync(SslStream stream)
    {
        var buffer = new byte[8192];
        if (await stream.ReadAsync(buffer) > 0)
        {
            Interlocked.Increment(ref _requests);
            await stream.WriteAsync("HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        }
    }

    private async Task RefuseAsync(SslStream stream)
    {
        await stream.ReadExactlyAsync(new byte[Preface]);
        await stream.WriteAsync(Frame(Settings, 0, 0, []));
        while (true)
        {
            var head = new byte[FrameHead];
            await stream.ReadExactlyAsync(head);
            await stream.ReadExactlyAsync(new byte[(head[0] << 16) | (head[1] << 8) | head[2]]);
            var (type, flags, id) = (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)));
            if (type == Settings && flags != Acknowledged)
            {
                await stream.WriteAsync(Frame(Settings, Acknowledged, 0, []));
            }
            else if (type == Headers)
            {
                Interlocked.Increment(ref _requests);
                await stream.WriteAsync(Frame(Reset, 0, id, [0, 0, 0, RefusedStream]));
            }
        }
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[FrameHead + payload.Length];
        (frame[2], frame[3], frame[4]) = ((byte)payload.Length, type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, FrameHead);
        return frame;
    }
}
