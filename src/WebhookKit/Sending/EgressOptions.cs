namespace WebhookKit.Sending;

/// <summary>Where deliveries may go. The defaults allow public <c>https</c> addresses only; there is no switch that allows everything.</summary>
public sealed class EgressOptions
{
    /// <summary>Whether URLs may begin with <c>http://</c>.</summary>
    /// <value>False by default.</value>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// For development: allows 127.0.0.0/8, ::1, the host <c>localhost</c>, and <c>http</c>. The host refuses to start with
    /// it outside the Development environment, unless <see cref="AllowLoopbackOutsideDevelopment"/> is set too.
    /// </summary>
    /// <value>False by default.</value>
    public bool AllowLoopback { get; set; }

    /// <summary>Says that <see cref="AllowLoopback"/> is meant, although this is not the Development environment.</summary>
    /// <value>False by default.</value>
    public bool AllowLoopbackOutsideDevelopment { get; set; }

    /// <summary>Networks that are allowed besides the public ones, as CIDR (<c>10.20.0.0/16</c>).</summary>
    /// <remarks>
    /// A link-local or cloud metadata address is opened only by an entry for exactly that address, with <c>/32</c> or
    /// <c>/128</c>.
    /// </remarks>
    public IList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Networks that are refused although they are public, as CIDR. Wins over everything that allows.</summary>
    public IList<string> BlockedNetworks { get; init; } = [];

    /// <summary>Ports that are allowed although browsers refuse them (the bad ports of the Fetch standard, such as 25 and 6667).</summary>
    public IList<int> AllowedPorts { get; init; } = [];

    /// <summary>
    /// An HTTP proxy that everything goes through, as <c>http://egress.example:4750</c>, or with <c>https://</c> to speak TLS to it. Nothing but the
    /// proxy is connected to then, and the names of endpoints are not looked up here: the proxy must refuse addresses that are not public.
    /// </summary>
    /// <value>
    /// Null by default: connections are made directly. Only <c>CONNECT</c> is used (RFC 9110, section 9.3.6), for <c>http</c> URLs, too. A policy of
    /// <c>EgressPolicies</c> that has none goes through the proxy of <c>Egress</c>.
    /// </value>
    public string? Proxy { get; set; }

    /// <summary>The user name for <see cref="Proxy"/>, sent to it as <c>Basic</c> credentials (RFC 7617).</summary>
    /// <value>Null by default: no credentials are sent.</value>
    public string? ProxyUserName { get; set; }

    /// <summary>The password that belongs to <see cref="ProxyUserName"/>. A proxy at <c>http://</c> gets it in plain text.</summary>
    public string? ProxyPassword { get; set; }
}
