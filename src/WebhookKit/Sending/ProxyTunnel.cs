using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>
/// Connects through the egress proxy: to it and to nothing else. What goes wrong before the proxy was told the target concerns every delivery,
/// and they wait; what it makes of one target is that attempt's.
/// </summary>
internal sealed class ProxyTunnel(IHostResolver resolver, AddressDialer dialer, ProxyWatch watch, IOptions<SendingOptions> options, TimeProvider timeProvider)
{
    private const int ProxyAuthenticationRequired = 407;
    private const int Forbidden = 403;

    /// <summary>Within so much of the time for connecting the proxy must be reached. The rest is for what it does, and for the endpoint's TLS.</summary>
    private const double ReachWithin = 0.5;

    /// <summary>Within so much of it, it must have answered. Before all of it is over: then nobody could tell whose fault it was.</summary>
    private const double AnswerWithin = 0.9;

    /// <exception cref="ProxyException">The proxy did not connect.</exception>
    public async ValueTask<Stream> OpenAsync(EgressProxy proxy, string host, int port, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        try
        {
            var stream = await ReachAsync(proxy, started, cancellationToken).ConfigureAwait(false);
            try
            {
                await ConnectAsync(stream, proxy.RequestFor(host, port), started, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await stream.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            watch.Works(proxy);
            return stream;
        }
        catch (ProxyException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Else it was not the proxy: the process ends, or nobody wants the connection any more.
            Tell(proxy, exception);
            throw;
        }
    }

    private void Tell(EgressProxy proxy, ProxyException exception)
    {
        if (exception.Failure.Outcome == AttemptOutcome.ProxyUnavailable)
        {
            watch.Fails(proxy, exception.Failure, exception.InnerException);
        }
        else if (exception.Failure != ProxyFailures.Silent && exception.Failure != ProxyFailures.Broken)
        {
            watch.Works(proxy);
        }
    }

    private async ValueTask<Stream> ReachAsync(EgressProxy proxy, long started, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Left(ReachWithin, started), timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var stream = await DialAsync(proxy, either.Token).ConfigureAwait(false);
        return proxy.SpeaksTls ? await SecureAsync(stream, proxy, either.Token).ConfigureAwait(false) : stream;
    }

    private async ValueTask ConnectAsync(Stream stream, byte[] request, long started, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Left(AnswerWithin, started), timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        if (FailureOf(await AskAsync(stream, request, either.Token).ConfigureAwait(false)) is { } failure)
        {
            throw new ProxyException(failure);
        }
    }

    private async ValueTask<Stream> DialAsync(EgressProxy proxy, CancellationToken cancellationToken)
    {
        try
        {
            // Where the operator has put it is no subscriber's choice, and mostly not public: no policy judges it.
            IPAddress[] addresses = IPAddress.TryParse(proxy.Host, out var literal)
                ? [literal]
                : [.. await resolver.ResolveAsync(new HostQuery { Host = proxy.Host }, cancellationToken).ConfigureAwait(false)];
            return addresses.Length > 0
                ? await dialer.DialAsync(addresses, proxy.Port, options.Value.ConnectTimeout * ReachWithin, cancellationToken).ConfigureAwait(false)
                : throw new SocketException((int)SocketError.NoData);
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException or EgressBlockedException)
        {
            throw new ProxyException(ProxyFailures.Unreachable, exception);
        }
    }

    private static async ValueTask<Stream> SecureAsync(Stream stream, EgressProxy proxy, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            var how = TlsProfile.Ordinary();
            how.TargetHost = proxy.Host;
            await tls.AuthenticateAsClientAsync(how, cancellationToken).ConfigureAwait(false);
            return tls;
        }
        catch (Exception exception) when (exception is AuthenticationException or CertificateRefusedException or IOException or OperationCanceledException)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw new ProxyException(ProxyFailures.NotTrusted, exception);
        }
        catch
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async ValueTask<ConnectAnswer?> AskAsync(Stream stream, byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            return await ConnectAnswer.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw new ProxyException(ProxyFailures.Silent, exception);
        }
        catch (IOException exception)
        {
            throw new ProxyException(ProxyFailures.Broken, exception);
        }
    }

    // A 407 that does not ask for credentials is about the target: a well-known proxy answers it where its rules refuse an address.
    private static AttemptFailure? FailureOf(ConnectAnswer? answer) => answer switch
    {
        null => ProxyFailures.Broken,
        { Status: >= 200 and <= 299 } => null,
        { Status: ProxyAuthenticationRequired, AsksForCredentials: true } => ProxyFailures.CredentialsRefused,
        { Status: Forbidden or ProxyAuthenticationRequired } => ProxyFailures.TargetRefused,
        { Status: var status } => ProxyFailures.Answered(status),
    };

    private TimeSpan Left(double part, long started)
    {
        var left = (options.Value.ConnectTimeout * part) - timeProvider.GetElapsedTime(started);
        return left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }
}
