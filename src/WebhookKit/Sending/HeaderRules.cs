using System.Buffers;
using System.Collections.Frozen;

namespace WebhookKit.Sending;

/// <summary>
/// The rules for the headers that an endpoint's owner may add: nothing that ends a line, steers the connection, speaks for the
/// sender, or opens a metadata service. Pure; the same rules judge at configuration and before each attempt.
/// </summary>
internal static class HeaderRules
{
    public const int MostHeaders = 20;
    public const int LongestName = 64;
    public const int LongestValue = 1024;
    public const int MostBytes = 8192;

    /// <summary>Ten secrets that sign in two ways take more than other headers may; receivers read no more than this.</summary>
    public const int LongestSignature = 4096;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> ValueCharacters =
        SearchValues.Create("\t" + string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)));

    private static readonly FrozenSet<string> ReservedNames = new[]
    {
        "Host", "Transfer-Encoding", "TE", "Trailer", "Connection", "Keep-Alive", "Upgrade", "Expect", "Cookie", "Set-Cookie",
        "Accept-Encoding", "User-Agent", "Date", "Via", "Forwarded", "X-Real-IP", "traceparent", "tracestate", "baggage",
        "Stripe-Signature", "Metadata", "Metadata-Flavor",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] ReservedPrefixes =
        ["Content-", "Proxy-", "X-Forwarded-", "webhook-", "X-Hub-Signature", "X-aws-ec2-metadata-token", "X-Google-"];

    /// <summary>Every broken rule, with the field <c>headers</c> or <c>headers["name"]</c>. Values are never repeated: they may be secrets.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="isKept">Whether a value stands for one that is stored, and that nobody can judge now; null where none does.</param>
    public static IReadOnlyList<FieldError> Check(IReadOnlyDictionary<string, string> headers, Func<string, bool>? isKept = null)
    {
        ArgumentNullException.ThrowIfNull(headers);

        return headers.Count == 0 ? [] : CheckAll(headers, isKept ?? (_ => false));
    }

    /// <summary>Whether a text may be a header's value: visible ASCII, with spaces and tabs inside only.</summary>
    public static bool IsValue(string value) => IsText(value, LongestValue);

    /// <summary>Whether a text may be the value of a header that signs.</summary>
    public static bool IsSignature(string value) => IsText(value, LongestSignature);

    private static bool IsText(string value, int longest) =>
        value.Length > 0
        && value.Length <= longest
        && value[0] is not (' ' or '\t')
        && value[^1] is not (' ' or '\t')
        && !value.AsSpan().ContainsAnyExcept(ValueCharacters);

    public static bool CanBeUserAgent(string value) => IsValue(value) && CanBeSent("User-Agent", value);

    private static List<FieldError> CheckAll(IReadOnlyDictionary<string, string> headers, Func<string, bool> isKept)
    {
        var errors = new List<FieldError>();
        if (headers.Count > MostHeaders)
        {
            errors.Add(new FieldError("headers", $"must hold at most {MostHeaders} headers; held {headers.Count}."));
            return errors;
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            if (NameRule(name, seen) is { } broken)
            {
                errors.Add(new FieldError("headers", broken));
            }
            else if ((value is null || !isKept(value)) && ValueRule(name, value) is { } rule)
            {
                errors.Add(new FieldError($"headers[\"{name}\"]", rule));
            }
        }

        var size = headers.Sum(header => header.Key.Length + (header.Value is { } value && !isKept(value) ? value.Length : 0));
        if (size > MostBytes)
        {
            errors.Add(new FieldError("headers", $"must have at most {MostBytes} characters in all; had {size}."));
        }

        return errors;
    }

    private static string? NameRule(string name, HashSet<string> seen)
    {
        if (name.Length is 0 or > LongestName || name.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            return $"must have names of 1 to {LongestName} letters, digits or any of !#$%&'*+-.^_`|~.";
        }

        if (IsReserved(name))
        {
            return $"must not hold {name}: it belongs to the sender or to the connection.";
        }

        return seen.Add(name) ? null : $"must hold {name} once: names differ in more than case.";
    }

    /// <summary>Whether the name belongs to the sender or to the connection.</summary>
    public static bool IsReserved(string name) =>
        ReservedNames.Contains(name)
        || Array.Exists(ReservedPrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static string? ValueRule(string name, string? value)
    {
        if (value is null || !IsValue(value))
        {
            return $"must have a value of 1 to {LongestValue} visible ASCII characters, with spaces and tabs inside only.";
        }

        return CanBeSent(name, value) ? null : "must have a value that HTTP allows for this header.";
    }

    /// <summary>Some headers have a grammar of their own, which the HTTP stack would enforce when it is too late.</summary>
    private static bool CanBeSent(string name, string value)
    {
        using var trial = new HttpRequestMessage();
        try
        {
            trial.Headers.Add(name, value);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            return false;
        }
    }
}
