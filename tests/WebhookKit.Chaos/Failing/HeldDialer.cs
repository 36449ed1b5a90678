using System.Net;
using WebhookKit.Sending;

namespace WebhookKit.Chaos.Failing;

/// <summary>Never connects.</summary>
internal sealed class HeldDialer : IEgressDialer
{
    public async ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return Stream.Null;
    }
}
