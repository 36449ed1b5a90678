using System.Net.Http.Headers;

namespace WebhookKit.Sending;

/// <summary>How long a receiver asks to wait.</summary>
internal static class RetryAfterRules
{
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(24);

    /// <summary>Between zero and <see cref="Longest"/>; null where nothing is asked, or a time that has passed.</summary>
    /// <param name="headers">The headers of the answer.</param>
    /// <param name="now">The time, for a date where the answer does not tell the receiver's own.</param>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var asked = headers.RetryAfter;

        // A date is meant by the receiver's clock, and its Date header says what that shows.
        var delay = asked?.Delta ?? (asked?.Date - (headers.Date ?? now));
        if (delay is not { } time || time < TimeSpan.Zero)
        {
            return null;
        }

        return time < Longest ? time : Longest;
    }
}
