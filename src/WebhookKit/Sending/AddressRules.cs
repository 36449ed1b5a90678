using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Sending;

/// <summary>Which addresses are public, and which switches open or close others.</summary>
internal sealed class AddressRules
{
    /// <summary>Addresses that would give a stranger the host's own credentials. Opened one by one only.</summary>
    private static readonly IPNetwork[] Guarded = Networks(
        "169.254.0.0/16", "fe80::/10", "100.100.100.200/32", "192.0.0.192/32", "168.63.129.16/32", "fd00:ec2::254/128", "fd20:ce::254/128");

    private static readonly IPNetwork[] Loopback = Networks("127.0.0.0/8", "::1/128");

    private static readonly IPNetwork[] NotPublic = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    private static readonly IPNetwork PublicIPv6 = IPNetwork.Parse("2000::/3");

    private readonly bool _allowLoopback;
    private readonly IPNetwork[] _allowed;
    private readonly IPNetwork[] _blocked;

    /// <param name="options">The switches.</param>
    /// <param name="blockedForAll">What every policy refuses, whatever its own switches say.</param>
    public AddressRules(EgressOptions options, IEnumerable<string> blockedForAll)
    {
        _allowLoopback = options.AllowLoopback;
        _allowed = [.. options.AllowedNetworks.Select(NetworkText.Parse)];
        _blocked = [.. options.BlockedNetworks.Concat(blockedForAll).Select(NetworkText.Parse)];
    }

    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);

        // Before it is unwrapped: an IPv4 address has no scope, and would have lost it.
        if (HasScope(address))
        {
            return false;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (Contains(_blocked, address))
        {
            return false;
        }

        // What stands for another address is as good as that: who opens a translator's network does not open what is behind it.
        var embedded = EmbeddedAddresses.Of(address);
        if (embedded.Count > 0 && !IsOpenedByItself(address) && !embedded.All(Allows))
        {
            return false;
        }

        return IsPublic(address) || (_allowLoopback && Contains(Loopback, address)) || IsOpened(address);
    }

    private static bool IsPublic(IPAddress address) =>
        !Contains(NotPublic, address)
        && (address.AddressFamily == AddressFamily.InterNetwork || (PublicIPv6.Contains(address) && !IsIsatap(address)));

    private static bool IsIsatap(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out _) && EmbeddedAddresses.IsIsatap(bytes);
    }

    private bool IsOpenedByItself(IPAddress address) => Array.Exists(_allowed, network => NetworkText.IsSingleAddress(network) && network.Contains(address));

    private bool IsOpened(IPAddress address)
    {
        var isGuarded = Contains(Guarded, address);
        foreach (var network in _allowed)
        {
            if (network.Contains(address) && (!isGuarded || NetworkText.IsSingleAddress(network)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasScope(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0;

    private static bool Contains(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static IPNetwork[] Networks(params ReadOnlySpan<string> texts)
    {
        var networks = new IPNetwork[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            networks[i] = IPNetwork.Parse(texts[i]);
        }

        return networks;
    }
}
