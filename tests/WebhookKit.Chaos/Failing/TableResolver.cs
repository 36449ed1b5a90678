using System.Net;
using System.Net.Sockets;
using WebhookKit.Sending;

namespace WebhookKit.Chaos.Failing;

/// <summary>Knows the names of a table and no others, and says how often it was asked.</summary>
internal sealed class TableResolver(IReadOnlyDictionary<string, string> addresses) : IHostResolver
{
    public const string Said = "looked up ";
    private int _asked;

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default)
    {
        Console.WriteLine($"{Said}{Interlocked.Increment(ref _asked)}");
        return addresses.TryGetValue(query.Host, out var address)
            ? ValueTask.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Parse(address)])
            : throw new SocketException((int)SocketError.HostNotFound);
    }
}
