using System.Net;

namespace WebhookKit.Sending;

/// <summary>Connects to an address that the egress policy allowed, or to the egress proxy where there is one. Replace it to test a policy without a network.</summary>
/// <remarks>Called concurrently.</remarks>
public interface IEgressDialer
{
    /// <summary>Connects.</summary>
    /// <param name="endPoint">The address and port, exactly.</param>
    /// <param name="cancellationToken">Stops connecting.</param>
    ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default);
}
