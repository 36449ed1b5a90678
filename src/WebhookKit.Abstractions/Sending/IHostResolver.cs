using System.Net;

namespace WebhookKit.Sending;

/// <summary>Resolves host names of endpoints; where there is an egress proxy, the name of that and no other. Replace it to test a policy without a network.</summary>
/// <remarks>
/// Called concurrently, once for each connection. Must not hold up the thread pool, must keep no addresses between calls, and must
/// not let the names of one owner keep those of another from being resolved.
/// </remarks>
public interface IHostResolver
{
    /// <summary>Resolves a name, once.</summary>
    /// <param name="query">The name, and whom it is resolved for.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Every address; none where the name has none.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">
    /// The name does not resolve. With <see cref="System.Net.Sockets.SocketError.NoBufferSpaceAvailable"/> there was no room to look
    /// it up: nothing is known of it, and the delivery waits without using up an attempt.
    /// </exception>
    ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default);
}
