using System.Buffers;
using System.Collections.Frozen;

namespace WebhookKit.Sending;

/// <summary>Judges a host name in its lower-case ASCII form.</summary>
internal static class HostNameRules
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly FrozenSet<string> PrivateEndings = new[]
    {
        "localhost", "local", "internal", "localdomain", "svc", "intranet", "lan", "home", "corp", "onion", "invalid",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether some program could take the name for an IPv4 address: its last label is a number, dot at the end or not.</summary>
    public static bool LooksNumeric(string host)
    {
        var name = host.AsSpan().TrimEnd('.');
        var last = name[(name.LastIndexOf('.') + 1)..];
        return !last.IsEmpty && (!last.ContainsAnyExceptInRange('0', '9') || last.StartsWith("0x", StringComparison.Ordinal));
    }

    public static string? FindBroken(string host)
    {
        var labels = host.Split('.');
        if (host.Length > LongestName || Array.Exists(labels, IsNotLabel))
        {
            return "The host name must be labels of 1 to 63 letters, digits, '-' or '_' with a dot between them, without a dot at the end.";
        }

        if (labels.Length < 2)
        {
            return "The host name must be complete, with at least one dot.";
        }

        return PrivateEndings.Contains(labels[^1]) ? $"Host names that end in .{labels[^1]} are private; deliveries go to public hosts only." : null;
    }

    private static bool IsNotLabel(string label) =>
        label.Length is 0 or > LongestLabel || label.AsSpan().ContainsAnyExcept(LabelCharacters);
}
