using System.Diagnostics.CodeAnalysis;

namespace WebhookKit.Sending;

/// <summary>The host and port of a URL as they were written, before any parser has had its way with them.</summary>
/// <param name="Host">As written, without brackets.</param>
/// <param name="IsBracketed">Whether it stood in brackets.</param>
/// <param name="Port">The digits; null where there is no port.</param>
internal readonly record struct UrlAuthority(string Host, bool IsBracketed, string? Port)
{
    /// <summary>Cuts out what lies between <c>//</c> and the path.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="start">The length of the scheme and the slashes.</param>
    public static string Cut(string url, int start)
    {
        var end = url.AsSpan(start).IndexOfAny('/', '?', '#');
        return end < 0 ? url[start..] : url.Substring(start, end);
    }

    public static bool TryRead(string text, [NotNullWhen(true)] out UrlAuthority? authority)
    {
        authority = null;
        var isBracketed = text.StartsWith('[');
        var end = isBracketed ? text.IndexOf(']', StringComparison.Ordinal) : text.IndexOf(':', StringComparison.Ordinal);
        if (isBracketed && end < 0)
        {
            return false;
        }

        var host = isBracketed ? text[1..end] : end < 0 ? text : text[..end];
        var rest = isBracketed ? text[(end + 1)..] : end < 0 ? "" : text[end..];
        if (host.Length == 0 || (rest.Length > 0 && rest[0] != ':'))
        {
            return false;
        }

        authority = new UrlAuthority(host, isBracketed, rest.Length == 0 ? null : rest[1..]);
        return true;
    }
}
