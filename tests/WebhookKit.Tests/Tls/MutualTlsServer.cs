using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace WebhookKit.Tests.Tls;

/// <summary>Kestrel with a certificate of the test's choice, which asks for one of the client, and notes which it got with each request.</summary>
internal sealed class MutualTlsServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<(string Path, string? Thumbprint)> _requests = new();
    private int _handshakes;

    private MutualTlsServer(WebApplication server) => _server = server;

    public string Url { get; private set; } = "";

    /// <summary>The paths that were asked for, each with the thumbprint of the client certificate.</summary>
    public IReadOnlyCollection<(string Path, string? Thumbprint)> Requests => _requests;

    /// <summary>How many handshakes a client certificate was seen in.</summary>
    public int Handshakes => Volatile.Read(ref _handshakes);

    /// <summary>What a request waits for before it is answered.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Starts a server.</summary>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="accepts">Judges what a client shows, with what came along; by default everything is accepted, nothing, too.</param>
    /// <param name="chain">What it sends besides its certificate.</param>
    public static async Task<MutualTlsServer> StartAsync(
        X509Certificate2 certificate, Func<X509Certificate2, X509Certificate2Collection, bool>? accepts = null, X509Certificate2Collection? chain = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        MutualTlsServer? server = null;
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate,
                ServerCertificateChain = chain,
                ClientCertificateMode = accepts is null ? ClientCertificateMode.AllowCertificate : ClientCertificateMode.RequireCertificate,
                ClientCertificateValidation = (shown, built, _) =>
                {
                    Interlocked.Increment(ref server!._handshakes);
                    return accepts?.Invoke(shown, built?.ChainPolicy.ExtraStore ?? []) ?? true;
                },
            });
        }));
        server = new MutualTlsServer(builder.Build());
        server._server.Run(async context =>
        {
            server._requests.Enqueue((context.Request.Path, context.Connection.ClientCertificate is { } shown ? TestAuthority.ThumbprintOf(shown) : null));
            await server.Gate;
        });
        await server._server.StartAsync();
        server.Url = $"https://localhost:{new Uri(server._server.Urls.Single()).Port}";
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
