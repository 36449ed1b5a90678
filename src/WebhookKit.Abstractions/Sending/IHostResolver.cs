using System.Net;

namespace WebhookKit.Sending;

/// <summary>Resolves host names of endpoints. Replace it to test a policy without a network.</summary>
/// <remarks>Called concurrently. Must not hold up the thread pool, and must keep nothing between calls.</remarks>
public interface IHostResolver
{
    /// <summary>Resolves a name, once.</summary>
    /// <param name="host">The name, in its ASCII form.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Every address; at least one.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">The name does not resolve.</exception>
    ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken = default);
}
