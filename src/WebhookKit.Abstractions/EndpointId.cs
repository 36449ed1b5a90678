using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace WebhookKit;

/// <summary>Names one endpoint, and fixes the partition it belongs to.</summary>
/// <remarks>
/// A random positive 63-bit number. Its six highest bits are the endpoint's partition, so that the endpoints of a
/// partition are one contiguous range of ids in any index. The text form is <c>ep_</c> and 16 lower-case hexadecimal
/// digits.
/// </remarks>
/// <param name="Value">The number.</param>
public readonly record struct EndpointId(long Value) : IParsable<EndpointId>, IComparable<EndpointId>
{
    /// <summary>How many partitions there are.</summary>
    public const int PartitionCount = 64;

    private const string Prefix = "ep_";
    private const int PartitionShift = 57;

    /// <summary>The partition, from 0 to 63.</summary>
    public int Partition => (int)(Value >> PartitionShift);

    /// <summary>The lowest id of a partition.</summary>
    /// <param name="partition">From 0 to 63.</param>
    public static EndpointId FirstOf(int partition) => new((long)partition << PartitionShift);

    /// <summary>The highest id of a partition.</summary>
    /// <param name="partition">From 0 to 63.</param>
    public static EndpointId LastOf(int partition) => new(((long)partition << PartitionShift) | ((1L << PartitionShift) - 1));

    /// <summary>Reads the text form.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <exception cref="FormatException">The text is not an endpoint id.</exception>
    public static EndpointId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("An endpoint id is 'ep_' and 16 hexadecimal digits.");

    /// <summary>Reads the text form, or answers false.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The id.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out EndpointId result)
    {
        result = default;
        if (s is null || s.Length != Prefix.Length + 16 || !s.StartsWith(Prefix, StringComparison.Ordinal)
            || !long.TryParse(s.AsSpan(Prefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || value < 0)
        {
            return false;
        }

        result = new EndpointId(value);
        return true;
    }

    /// <inheritdoc />
    public int CompareTo(EndpointId other) => Value.CompareTo(other.Value);

    /// <summary>Whether the left id sorts before the right one.</summary>
    public static bool operator <(EndpointId left, EndpointId right) => left.Value < right.Value;

    /// <summary>Whether the left id sorts after the right one.</summary>
    public static bool operator >(EndpointId left, EndpointId right) => left.Value > right.Value;

    /// <summary>Whether the left id does not sort after the right one.</summary>
    public static bool operator <=(EndpointId left, EndpointId right) => left.Value <= right.Value;

    /// <summary>Whether the left id does not sort before the right one.</summary>
    public static bool operator >=(EndpointId left, EndpointId right) => left.Value >= right.Value;

    /// <summary>The text form.</summary>
    public override string ToString() => string.Create(null, $"{Prefix}{Value:x16}");
}
