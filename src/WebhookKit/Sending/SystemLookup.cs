using System.Net;

namespace WebhookKit.Sending;

/// <summary>Asks the system's resolver for a name as it stands, without the suffixes that the machine would try after it.</summary>
internal sealed class SystemLookup(HostsFile hosts)
{
    /// <exception cref="System.Net.Sockets.SocketException">The name does not resolve.</exception>
    public IPAddress[] LookUp(string host) => Dns.GetHostAddresses(Absolute(host));

    /// <summary>The name as the system's resolver is asked for it.</summary>
    /// <remarks>
    /// Without the dot, a machine with a search list (any pod of Kubernetes) asks for <c>example.com.svc.cluster.local</c> first.
    /// With it, the hosts file is passed over, and what that names is found there before any server is asked.
    /// </remarks>
    public string Absolute(string host) =>
        host.Contains('.', StringComparison.Ordinal) && !host.EndsWith('.') && !IPAddress.TryParse(host, out _) && !hosts.Names(host) ? $"{host}." : host;
}
