using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace WebhookKit.Sending;

/// <summary>
/// Judges a URL by its text. A parser accepts many spellings of one place and can show another host than it connects to, so the
/// text is judged first, and then has to come out of the parser unchanged.
/// </summary>
internal sealed class UrlRules(EgressOptions options, AddressRules addresses)
{
    private const int LongestUrl = 2048;
    private const string Https = "https://";
    private const string Http = "http://";

    private readonly bool _allowHttp = options.AllowHttp || options.AllowLoopback;
    private readonly bool _allowLoopback = options.AllowLoopback;
    private readonly PortRules _ports = new(options.AllowedPorts);

    /// <summary>The first rule that the URL breaks, in words for the one who wrote it; null where it is good.</summary>
    public string? FindBroken(string url)
    {
        if (FindTooLong(url.Length) is { } tooLong)
        {
            return tooLong;
        }

        if (url.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0 || url.AsSpan().IndexOfAny('\u007f', '\\') >= 0)
        {
            return "The URL must not hold spaces, control characters or backslashes.";
        }

        if (url.AsSpan().ContainsAnyInRange('\ud800', '\udfff') && !IsWellFormed(url))
        {
            return "The URL must not hold halves of characters.";
        }

        return SchemeLength(url) is { } start
            ? FindBrokenAfterScheme(url, start)
            : "The URL must begin with https://, such as https://example.com/webhooks.";
    }

    // No database keeps half of a pair, and every program makes something else of it.
    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (Rune.DecodeFromUtf16(text, out _, out var read) == OperationStatus.Done)
        {
            text = text[read..];
        }

        return text.IsEmpty;
    }

    private int? SchemeLength(string url)
    {
        if (url.StartsWith(Https, StringComparison.OrdinalIgnoreCase))
        {
            return Https.Length;
        }

        return _allowHttp && url.StartsWith(Http, StringComparison.OrdinalIgnoreCase) ? Http.Length : null;
    }

    private string? FindBrokenAfterScheme(string url, int start)
    {
        var text = UrlAuthority.Cut(url, start);
        if (text.AsSpan().IndexOfAny('@', '%') >= 0)
        {
            return "The URL must not hold a user name, a password or an escaped character before its path.";
        }

        if (url.Contains('#', StringComparison.Ordinal))
        {
            return "The URL must not have a fragment (#).";
        }

        if (!UrlAuthority.TryRead(text, out var authority))
        {
            return "The URL must have a host, and nothing but a port after it.";
        }

        return _ports.FindBroken(authority.Value.Port)
            ?? FindBrokenInHost(authority.Value, out var host)
            ?? FindTooLong(url.Length - authority.Value.Host.Length + host.Length)
            ?? FindParsedDifferently(url, host, authority.Value.Port);
    }

    /// <param name="length">As it is written, and as it is stored: with the name in ASCII.</param>
    private static string? FindTooLong(int length) =>
        length > LongestUrl ? $"The URL must have at most {LongestUrl} characters, with its host name in ASCII." : null;

    private string? FindBrokenInHost(UrlAuthority authority, out string host)
    {
        host = authority.Host.ToLowerInvariant();
        if (authority.IsBracketed)
        {
            return FindBrokenInLiteral(host, isIPv6: true);
        }

        // As it was written: some letters that are not plain have a plain one as their small letter.
        if (!Ascii.IsValid(authority.Host))
        {
            if (!InternationalHost.TryMap(authority.Host, out var mapped))
            {
                return "The host name must be made of ordinary letters; look-alikes of plain letters, digits and dots are refused.";
            }

            host = mapped;
        }

        if (HostNameRules.LooksNumeric(host))
        {
            return FindBrokenInLiteral(host, isIPv6: false);
        }

        return _allowLoopback && host == "localhost" ? null : HostNameRules.FindBroken(host);
    }

    private string? FindBrokenInLiteral(string host, bool isIPv6)
    {
        // Only the plain spelling: other programs read 010.0.0.1, 127.1 or a mapped address as another place than we do.
        if (!IPAddress.TryParse(host, out var address) || address.IsIPv4MappedToIPv6 || address.ToString() != host || host.Contains(':', StringComparison.Ordinal) != isIPv6)
        {
            return "The host must be a name, or an address in its plain form.";
        }

        return addresses.Allows(address) ? null : EgressRefusals.Address;
    }

    private static string? FindParsedDifferently(string url, string host, string? port)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            && parsed.UserInfo.Length == 0
            && string.Equals(parsed.IdnHost, host, StringComparison.Ordinal)
            && (port is null ? parsed.IsDefaultPort : parsed.Port == int.Parse(port, CultureInfo.InvariantCulture)))
        {
            return null;
        }

        return "The URL is not written in a way that every program reads the same.";
    }
}
