using System.Collections.Frozen;

namespace WebhookKit.Sending;

/// <summary>Which ports a URL may name. Those of the Fetch standard's list speak protocols that a web request can abuse.</summary>
internal sealed class PortRules(IEnumerable<int> allowed)
{
    private static readonly FrozenSet<int> BadPorts = new[]
    {
        1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113,
        115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556,
        563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667,
        6668, 6669, 6679, 6697, 10080,
    }.ToFrozenSet();

    private readonly FrozenSet<int> _allowed = allowed.ToFrozenSet();

    /// <param name="digits">The port as written; null where there is none.</param>
    public string? FindBroken(string? digits)
    {
        if (digits is null)
        {
            return null;
        }

        if (digits.Length is 0 or > 5 || digits[0] == '0' || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return "The port must be a number from 1 to 65535.";
        }

        var port = 0;
        foreach (var digit in digits)
        {
            port = (port * 10) + (digit - '0');
        }

        if (port > ushort.MaxValue)
        {
            return "The port must be a number from 1 to 65535.";
        }

        return BadPorts.Contains(port) && !_allowed.Contains(port) ? $"The port {port} belongs to another protocol than HTTP." : null;
    }
}
