using System.Globalization;

namespace WebhookKit.AspNetCore.Requests;

/// <summary>Reads times. Only UTC: a plus sign in a query string is a space, so an offset would be read wrongly or not at all.</summary>
internal static class UtcTime
{
    public const string Rule = "must be a time in UTC by ISO 8601, such as 2030-01-31T12:00:00Z.";
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public static bool TryRead(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
