using System.Net;
using System.Net.Security;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>Makes the handlers that deliveries go through. Every setting that differs from the default closes a way out.</summary>
internal static class DeliveryHandler
{
    private const int LargestResponseHeadInKilobytes = 16;
    private static readonly TimeSpan ConnectionIdleTimeout = TimeSpan.FromSeconds(30);

    public static SocketsHttpHandler Create(GuardedConnector connector, IOptions<SendingOptions> options, SslClientAuthenticationOptions tls) => new()
    {
        ConnectCallback = connector.ConnectAsync,
        ConnectTimeout = options.Value.ConnectTimeout,

        // A proxy from the environment would connect where the guard cannot see.
        UseProxy = false,
        AllowAutoRedirect = false,

        // Endpoints of different owners may share a host; cookies would travel between them.
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,

        // Trace context and baggage of the host are not the receivers' business.
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = LargestResponseHeadInKilobytes,
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,

        // The guard works when a connection is made, so a connection must not outlive what the names say by much.
        PooledConnectionLifetime = options.Value.ConnectionLifetime,
        PooledConnectionIdleTimeout = ConnectionIdleTimeout,
        SslOptions = tls,
    };
}
