using System.Globalization;

namespace WebhookKit.Administration;

/// <summary>
/// An endpoint's fields as the audit log shows them. Everything that may hold a secret is left out: the values of all headers, whatever their
/// names, the query of a URL, keys and certificates.
/// </summary>
internal static class EndpointView
{
    /// <summary>What is shown in the place of something secret that is another than before.</summary>
    public const string Changed = "(changed)";

    private const string Hidden = "?(hidden)";

    public static string UrlOf(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? url : url[..query] + Hidden;
    }

    public static string? List(IReadOnlyList<string>? items) => items is null ? null : string.Join(", ", items);

    public static string? Map(IReadOnlyDictionary<string, string> values) =>
        values.Count == 0 ? null : string.Join(", ", values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>The names of headers, each with a note where its value is another than in the other set.</summary>
    public static string? HeaderNames(IReadOnlyDictionary<string, string> headers, IReadOnlyDictionary<string, string>? before = null) =>
        headers.Count == 0 ? null : string.Join(", ", headers.OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => IsChanged(header, before) ? $"{header.Key} {Changed}" : header.Key));

    public static string? Retry(RetrySettings? retry) => retry switch
    {
        { Schedule: { } schedule } => $"after {string.Join(", ", schedule.Select(Seconds))}",
        { Exponential: { } delays } => string.Create(
            CultureInfo.InvariantCulture,
            $"{delays.MaxAttempts} attempts, after {Seconds(delays.InitialDelay)}, times {delays.Factor}, at most {Seconds(delays.MaxDelay)}{(delays.MaxAge is { } age ? $", for {Seconds(age)}" : "")}"),
        { Policy: { } policy } => $"policy {policy}",
        _ => null,
    };

    public static string? RateLimit(EndpointRateLimit? limit) =>
        limit is null ? null : string.Create(CultureInfo.InvariantCulture, $"{limit.PerSecond} a second{(limit.Burst is { } burst ? $", {burst} at once" : "")}");

    public static string? Ordering(EndpointOrdering? ordering) =>
        ordering is null ? null : string.Create(CultureInfo.InvariantCulture, $"{ordering.Mode}{(ordering.SkipAfter is { } attempts ? $", skipped after {attempts} attempts" : "")}");

    public static string? Tls(EndpointTls? tls)
    {
        string?[] parts =
        [
            tls?.ClientCertificate is { } certificate ? $"client certificate {certificate.Thumbprint}" : null,
            tls?.TrustedRoots is null ? null : "roots of its own",
            tls?.Pins is { Count: > 0 } pins ? $"pins {string.Join(", ", pins)}" : null,
        ];
        return tls is null ? null : string.Join("; ", parts.Where(part => part is not null));
    }

    private static bool IsChanged(KeyValuePair<string, string> header, IReadOnlyDictionary<string, string>? before) =>
        before is not null && before.TryGetValue(header.Key, out var was) && was != header.Value;

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s");
}
