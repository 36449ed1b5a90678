using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

/// <summary>Everything that a receiver can do wrong, many at once. WEBHOOKKIT_TEST_HOSTILE is how often each; the promise is made for 100.</summary>
public sealed class HostileSetTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static readonly int Times = int.TryParse(Environment.GetEnvironmentVariable("WEBHOOKKIT_TEST_HOSTILE"), out var times) ? times : 5;

    private static IEnumerable<Func<NetworkStream, Task>> Behaviours()
    {
        string[] answers =
        [
            "", "H", "HTTP/1.1", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no", "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", "HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n", "HTTP/1.1 099 Odd\r\n\r\n",
            "HTTP/1.1 1000 Odd\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "SSH-2.0-OpenSSH\r\n",
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 500 No\r\nRetry-After: -1\r\nContent-Length: 0\r\n\r\n", "\0\0\0\0",
        ];
        foreach (var answer in answers)
        {
            yield return stream => WriteAsync(stream, answer);
            yield return async stream =>
            {
                await WriteAsync(stream, answer);
                stream.Socket.Close(0);
            };
        }

        yield return stream => ForEverAsync(stream, "HTTP/1.1 200 OK\r\n", "X: 1\r\n");
        yield return stream => ForEverAsync(stream, "", "HTTP/1.1 100 Continue\r\n\r\n");
        yield return stream => ForEverAsync(stream, "HTTP/1.1 200 OK\r\n\r\n", new string('x', 60_000));
        yield return stream => ForEverAsync(stream, "", "x");
        for (var bytes = 1; bytes < Ok.Length; bytes += 9)
        {
            var part = Ok[..bytes];
            yield return async stream =>
            {
                await WriteAsync(stream, part);
                stream.Socket.Shutdown(SocketShutdown.Send);
            };
        }
    }

    [Test]
    public async Task Every_attempt_ends_and_nothing_is_left()
    {
        RawServer[] servers = [.. Behaviours().Select(RawServer.Answering)];
        await using var sender = new SenderFixture(after: services => services.Configure<SendingOptions>(options =>
        {
            options.Timeout = options.ConnectTimeout = TimeSpan.FromSeconds(2);
            options.ExcerptTimeout = TimeSpan.FromMilliseconds(200);
        }));
        using var slots = new SemaphoreSlim(200);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var results = await Task.WhenAll(Enumerable.Range(0, servers.Length * Times).Select(async number =>
        {
            await slots.WaitAsync();
            var result = await sender.SendAsync(servers[number % servers.Length].Url);
            slots.Release();
            return result;
        })).WaitAsync(TimeSpan.FromSeconds(120));

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Array.ForEach(servers, server => server.Dispose());
        TestContext.Out.WriteLine($"{results.Length} attempts at {servers.Length} servers, the longest {results.Max(result => result.Duration)}; {grown / 1024} KiB more.");
        Assert.Multiple(() =>
        {
            Assert.That(servers, Has.Length.GreaterThanOrEqualTo(30));
            Assert.That(results.Select(result => result.Outcome), Has.None.EqualTo(AttemptOutcome.InternalError));
            Assert.That(servers.Select(server => server.Connections), Is.All.InRange(1, Times), "No more connections than attempts; a good answer leaves one for the next.");
            Assert.That(slots.CurrentCount, Is.EqualTo(200));
            Assert.That(grown, Is.LessThan(64 * 1024 * 1024));
        });
    }

    private static Task WriteAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    private static async Task ForEverAsync(NetworkStream stream, string first, string again)
    {
        await WriteAsync(stream, first);
        while (true)
        {
            await WriteAsync(stream, again);
            await Task.Delay(5);
        }
    }
}
