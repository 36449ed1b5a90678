using System.Globalization;
using System.Text;
using WebhookKit.Filtering;

namespace WebhookKit.Tests.Filtering;

internal sealed class JsonNumberTests
{
    [Test]
    public void Numbers_compare_as_decimals_do()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var (left, right) = (Draw(random), Draw(random));

            Assert.That(Math.Sign(Compare(Write(left, random), Write(right, random))), Is.EqualTo(left.CompareTo(right)), $"{left} and {right}");
        }
    }

    [TestCase("1e99999999999999999999999", "9e99999")]
    [TestCase("1e-5", "1e-99999999999999999999999")]
    [TestCase("-1e-99999999999999999999999", "-1e-5")]
    public void Exponents_of_any_length_are_read(string larger, string smaller)
    {
        Assert.That(Compare(larger, smaller), Is.Positive);
        Assert.That(Compare(smaller, larger), Is.Negative);
        Assert.That(Compare(larger, larger), Is.Zero);
    }

    private static decimal Draw(Random random) => random.Next(4) switch
    {
        0 => random.Next(-3, 4),
        1 => random.Next(-1000, 1000) / 100m,
        2 => (decimal)random.NextInt64() * random.Next(-9, 10),
        _ => random.Next(-5, 6) / 1_000_000_000_000m,
    };

    // The same number in one of the many ways to write it.
    private static string Write(decimal number, Random random)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        var shift = random.Next(0, 4);
        return shift == 0 ? text : shift == 1 && text.Contains('.', StringComparison.Ordinal) ? text + "000" : Shift(text, shift);
    }

    // One power of ten is taken from the number and put into the exponent.
    private static string Shift(string text, int by)
    {
        var sign = text.StartsWith('-') ? "-" : "";
        var digits = text.TrimStart('-');
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var (whole, part) = point < 0 ? (digits, "") : (digits[..point], digits[(point + 1)..]);
        part = part.PadRight(by, '0');
        var shifted = (whole + part[..by]).TrimStart('0');
        return $"{sign}{(shifted.Length == 0 ? "0" : shifted)}{(part.Length > by ? "." + part[by..] : "")}{(by % 2 == 0 ? "e" : "E")}-0{by}";
    }

    private static int Compare(string left, string right) => JsonNumber.Compare(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
