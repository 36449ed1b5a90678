using System.Globalization;
using System.Text;

namespace WebhookKit.Sending;

/// <summary>The proxy that connections are made through. Its credentials leave it in one way only: in what is sent to it.</summary>
internal sealed class EgressProxy
{
    private readonly string? _credentials;

    private EgressProxy(EgressOptions options, string proxy)
    {
        var url = new Uri(proxy, UriKind.Absolute);
        (Host, Port, SpeaksTls) = (url.IdnHost.Trim('[', ']'), url.Port, url.Scheme == Uri.UriSchemeHttps);
        _credentials = options.ProxyUserName is { } user
            ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.ProxyPassword}"))
            : null;
    }

    public string Host { get; }

    public int Port { get; }

    public bool SpeaksTls { get; }

    /// <summary>Host and port, for the operator. Subscribers do not see it.</summary>
    public string Address => Authority(Host, Port);

    /// <summary>The proxy of a policy: its own, or else the one of all; null where there is neither.</summary>
    public static EgressProxy? Of(EgressOptions own, EgressOptions common) =>
        own.Proxy is { } proxy ? new EgressProxy(own, proxy)
        : common.Proxy is { } shared ? new EgressProxy(common, shared)
        : null;

    /// <summary>What asks the proxy to connect (RFC 9110, section 9.3.6).</summary>
    public byte[] RequestFor(string host, int port)
    {
        var target = Authority(host, port);
        var authorization = _credentials is null ? "" : $"Proxy-Authorization: Basic {_credentials}\r\n";
        return Encoding.ASCII.GetBytes($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{authorization}\r\n");
    }

    public override string ToString() => Address;

    private static string Authority(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}");
}
