using System.Net;
using WebhookKit.Sending;

namespace WebhookKit.Benchmarks.Sending;

/// <summary>A network in which every name has an address, and at every address is a receiver in memory.</summary>
/// <param name="bodyBytes">How long the body of each request is.</param>
internal sealed class MemoryNetwork(int bodyBytes) : IHostResolver, IEgressDialer
{
    private static readonly IReadOnlyList<IPAddress> Addresses = [IPAddress.Parse("93.184.216.34")];

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default) => new(Addresses);

    public ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default) => new(Connect());

    public Stream Connect() => new AnsweringStream(bodyBytes);
}
