using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Sending;

/// <summary>The IPv4 addresses that an IPv6 address stands for where a translator or tunnel carries it on.</summary>
internal static class EmbeddedAddresses
{
    private const int End = 16;

    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");
    private static readonly IPNetwork Translated = IPNetwork.Parse("::ffff:0:0:0/96");
    private static readonly IPNetwork WellKnownNat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork LocalNat64 = IPNetwork.Parse("64:ff9b:1::/48");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Teredo = IPNetwork.Parse("2001::/32");

    /// <summary>Answers them; none for most addresses.</summary>
    public static IReadOnlyList<IPAddress> Of(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return [];
        }

        var bytes = address.GetAddressBytes();
        if (WellKnownNat64.Contains(address) || Translated.Contains(address) || IsIsatap(bytes) || (Compatible.Contains(address) && !IsUnspecifiedOrLoopback(bytes)))
        {
            return [At(bytes, End - 4)];
        }

        // RFC 6052 puts the address around the bits 64 to 71 behind a prefix of 48; operators also use a prefix of 96 in it.
        return LocalNat64.Contains(address) ? [At(bytes, End - 4), new IPAddress([bytes[6], bytes[7], bytes[9], bytes[10]])]
            : SixToFour.Contains(address) ? [At(bytes, 2)]
            : Teredo.Contains(address) ? [At(bytes, 4), new IPAddress([.. bytes.AsSpan(End - 4).ToArray().Select(one => (byte)~one)])]
            : [];
    }

    /// <summary>ISATAP carries an IPv4 address in its last bytes, whatever its prefix is.</summary>
    public static bool IsIsatap(ReadOnlySpan<byte> address) => address[8] is 0 or 2 && address[9..12].SequenceEqual<byte>([0x00, 0x5e, 0xfe]);

    private static IPAddress At(byte[] bytes, int start) => new(bytes.AsSpan(start, 4));

    private static bool IsUnspecifiedOrLoopback(byte[] bytes) => bytes[12] == 0 && bytes[13] == 0 && bytes[14] == 0 && bytes[15] <= 1;
}
