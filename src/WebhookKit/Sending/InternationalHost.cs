using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace WebhookKit.Sending;

/// <summary>Maps a host name with letters beyond ASCII to the form that is looked up in DNS.</summary>
internal static class InternationalHost
{
    private static readonly IdnMapping Mapping = new();

    /// <summary>
    /// Blocks whose characters are other shapes of plain letters, digits and dots. How they map depends on the machine (whether it
    /// has Unicode tables), so they are refused before it is asked.
    /// </summary>
    private static readonly (int First, int Last)[] LookAlikes =
    [
        (0x00A0, 0x00B6), (0x00B8, 0x00BE), (0x0132, 0x0133), (0x013F, 0x0140), (0x0149, 0x0149), (0x017F, 0x017F), (0x01C4, 0x01CC),
        (0x01F1, 0x01F3), (0x02B0, 0x02FF), (0x1D2C, 0x1D7F), (0x1E9A, 0x1E9B), (0x2000, 0x206F), (0x2070, 0x209F), (0x2100, 0x218F), (0x2215, 0x2216), (0x2236, 0x2236),
        (0x2460, 0x24FF), (0x29F8, 0x29F9), (0x3000, 0x3002), (0x3200, 0x33FF),
        (0xFB00, 0xFB06), (0xFE00, 0xFE6F), (0xFF00, 0xFFEF), (0x1D400, 0x1D7FF), (0x1F100, 0x1F1FF), (0x1FBF0, 0x1FBF9),
    ];

    public static bool TryMap(string host, [NotNullWhen(true)] out string? mapped)
    {
        mapped = null;
        if (!HasOrdinaryCharacters(host))
        {
            return false;
        }

        try
        {
            mapped = Mapping.GetAscii(host.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return false;
        }

        // Plain ASCII would mean that every character of a label stood for another one; a new dot, that one of them was a dot.
        var (written, looked) = (host.Split('.'), mapped.Split('.'));
        return written.Length == looked.Length && written.Zip(looked).All(pair => Ascii.IsValid(pair.First) || pair.Second.StartsWith("xn--", StringComparison.Ordinal));
    }

    private static bool HasOrdinaryCharacters(string host)
    {
        foreach (var rune in host.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Array.Exists(LookAlikes, block => rune.Value >= block.First && rune.Value <= block.Last))
            {
                return false;
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator)
            {
                return false;
            }
        }

        return true;
    }
}
