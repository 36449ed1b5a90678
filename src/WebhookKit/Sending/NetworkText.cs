using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Sending;

/// <summary>Networks as people write them in options.</summary>
internal static class NetworkText
{
    private const string Rule = "must be a network as CIDR, such as 10.20.0.0/16 or fd12:3456::/32";

    public static IPNetwork Parse(string text) =>
        Judge(text, out var network) is null ? network : throw new FormatException($"'{text}' is not a network.");

    /// <summary>Answers null when all is well, else the rule.</summary>
    /// <remarks>
    /// The base library also reads 10.1.2.3/8, 10/8 (which is 0.0.0.10/8) and addresses with a zone. A slip in a list of
    /// networks opens or closes the wrong ones without a sound, so only the plain form passes.
    /// </remarks>
    public static string? Judge(string? text, out IPNetwork network)
    {
        network = default;
        if (text is null || !IPNetwork.TryParse(text, out network) || !IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out var written))
        {
            return Rule;
        }

        if (written.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (written.ScopeId != 0)
            {
                return $"{Rule}, without a zone";
            }

            if (written.IsIPv4MappedToIPv6)
            {
                return "must be written as an IPv4 network: mapped addresses are judged as IPv4";
            }
        }
        else if (!text.StartsWith($"{written}/", StringComparison.Ordinal))
        {
            return $"{Rule}, with all four numbers of an IPv4 address written out";
        }

        return written.Equals(network.BaseAddress) ? null : $"must have only zero bits after the prefix; did you mean {network}";
    }

    public static bool IsSingleAddress(IPNetwork network) =>
        network.PrefixLength == (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
}
