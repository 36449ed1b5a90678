using System.Text;

namespace WebhookKit.Sending;

/// <summary>Writes the host of a URL in the form that is looked up in DNS: what is judged, stored, shown and connected to is one text.</summary>
internal static class AsciiUrl
{
    /// <summary>The URL with an ASCII host; unchanged where it has one, or where its host has no such form.</summary>
    public static string Of(string url)
    {
        var start = url.IndexOf("//", StringComparison.Ordinal) + 2;
        if (start < 2 || Ascii.IsValid(url))
        {
            return url;
        }

        var authority = UrlAuthority.Cut(url, start);
        return !Ascii.IsValid(authority) && UrlAuthority.TryRead(authority, out var parts) && InternationalHost.TryMap(parts.Value.Host, out var mapped)
            ? string.Concat(url.AsSpan(0, start), mapped, url.AsSpan(start + parts.Value.Host.Length))
            : url;
    }
}
