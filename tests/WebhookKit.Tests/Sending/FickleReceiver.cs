using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace WebhookKit.Tests.Sending;

/// <summary>
/// Counts every request on the wire, and closes connections that it has kept alive: some time after an answer, just when the next request
/// comes, or instead of an answer. It closes its own direction and goes on reading, so that a request that was under way already is counted.
/// </summary>
internal sealed class FickleReceiver(int seed)
{
    private readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private int _closed;

    /// <summary>How many connections it has closed.</summary>
    public int Closed => Volatile.Read(ref _closed);

    /// <summary>How many requests have come, by path and event.</summary>
    public IReadOnlyDictionary<string, int> Requests => _requests;

    public static string KeyOf(string path, string eventId) => $"{path} {eventId}";

    public async Task TalkAsync(NetworkStream stream)
    {
        var reader = PipeReader.Create(stream);
        while (true)
        {
            var (isSilent, isAbrupt, closesAfter) = Decide();
            if (isAbrupt)
            {
                // The first bytes of a request close the connection.
                var first = await reader.ReadAsync();
                reader.AdvanceTo(first.Buffer.Start);
                if (first.Buffer.IsEmpty)
                {
                    return;
                }

                break;
            }

            if (await WireRequest.ReadAsync(reader, Count) is null)
            {
                return;
            }

            if (isSilent)
            {
                break;
            }

            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            if (closesAfter is { } pause)
            {
                await Task.Delay(pause);
                break;
            }
        }

        Interlocked.Increment(ref _closed);
        stream.Socket.Shutdown(SocketShutdown.Send);
        while (await WireRequest.ReadAsync(reader, Count) is not null)
        {
            // What comes now gets no answer.
        }
    }

    private void Count(WireRequest request) => _requests.AddOrUpdate(KeyOf(request.Path, request.Id), 1, (_, count) => count + 1);

    private (bool IsSilent, bool IsAbrupt, TimeSpan? ClosesAfter) Decide()
    {
        lock (_gate)
        {
            return _random.Next(100) switch
            {
                < 3 => (true, false, null),
                < 6 => (false, true, null),
                < 20 => (false, false, TimeSpan.FromMilliseconds(_random.Next(4))),
                _ => (false, false, null),
            };
        }
    }
}
