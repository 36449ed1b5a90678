using System.Globalization;

namespace WebhookKit.Filtering;

/// <summary>A number as JSON writes it, of any length and exponent, compared digit by digit: nothing is rounded.</summary>
internal readonly ref struct JsonNumber
{
    /// <summary>Far beyond what a text can hold of digits, and far from where adding to it would overflow.</summary>
    private const long MostExponent = long.MaxValue / 4;

    private readonly int _sign;
    private readonly long _magnitude;
    private readonly ReadOnlySpan<byte> _digits;

    private JsonNumber(ReadOnlySpan<byte> number)
    {
        var isNegative = number[0] == '-';
        var exponentAt = number.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = number[(isNegative ? 1 : 0)..(exponentAt < 0 ? number.Length : exponentAt)];
        var first = mantissa.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0)
        {
            return;
        }

        var point = mantissa.IndexOf((byte)'.');
        point = point < 0 ? mantissa.Length : point;
        var exponent = exponentAt < 0 ? 0 : ReadExponent(number[(exponentAt + 1)..]);
        _sign = isNegative ? -1 : 1;
        _magnitude = exponent + (first < point ? point - first - 1 : point - first);
        _digits = mantissa[first..];
    }

    /// <summary>Compares two valid numbers.</summary>
    /// <returns>Below zero where the first one is smaller, zero where they are equal.</returns>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var a = new JsonNumber(left);
        var b = new JsonNumber(right);
        if (a._sign != b._sign || a._sign == 0)
        {
            return a._sign.CompareTo(b._sign);
        }

        return a._sign * (a._magnitude != b._magnitude ? a._magnitude.CompareTo(b._magnitude) : CompareDigits(a._digits, b._digits));
    }

    private static int CompareDigits(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        for (int i = 0, j = 0; i < left.Length || j < right.Length;)
        {
            var (a, b) = (Next(left, ref i), Next(right, ref j));
            if (a != b)
            {
                return a.CompareTo(b);
            }
        }

        return 0;
    }

    private static byte Next(ReadOnlySpan<byte> digits, ref int at)
    {
        if (at < digits.Length && digits[at] == '.')
        {
            at++;
        }

        return at < digits.Length ? digits[at++] : (byte)'0';
    }

    // Only digits and a sign: what does not fit is as far away as makes no difference.
    private static long ReadExponent(ReadOnlySpan<byte> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            ? Math.Clamp(exponent, -MostExponent, MostExponent)
            : text[0] == '-' ? -MostExponent : MostExponent;
}
