using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

/// <summary>Names that change their answers. WEBHOOKKIT_TEST_REBINDING is the number of attempts; the promise is made for 10,000.</summary>
public sealed class RebindingTests
{
    private static readonly int Attempts = int.TryParse(Environment.GetEnvironmentVariable("WEBHOOKKIT_TEST_REBINDING"), out var attempts) ? attempts : 500;

    [Test]
    public async Task A_name_that_is_public_first_and_loopback_later_never_reaches_loopback()
    {
        using var victim = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var network = new Rebinding();
        await using var sender = new SenderFixture(
            before: services => services.AddSingleton<IHostResolver>(network).AddSingleton<IEgressDialer>(network),
            after: services => services.Configure<EgressOptions>(options => (options.AllowLoopback, options.AllowHttp) = (false, true)));

        var outcomes = new List<AttemptOutcome>();
        for (var i = 0; i < Attempts; i++)
        {
            outcomes.Add((await sender.SendAsync($"http://rebinding.example.com:{victim.Port}/")).Outcome);
        }

        Assert.Multiple(() =>
        {
            Assert.That(victim.Connections, Is.Zero);
            Assert.That(network.Dialed, Is.EqualTo(Attempts / 2), "The public answers.");
            Assert.That(outcomes.Count(outcome => outcome == AttemptOutcome.PolicyBlocked), Is.EqualTo(Attempts / 2), "The others.");
        });
    }

    /// <summary>Alternates, and dials loopback in earnest.</summary>
    private sealed class Rebinding : IHostResolver, IEgressDialer
    {
        private int _asked;
        private int _dialed;

        public int Dialed => _dialed;

        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Parse(Interlocked.Increment(ref _asked) % 2 == 1 ? "93.184.215.14" : "127.0.0.1")]);

        public async ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _dialed);
            if (!IPAddress.IsLoopback(endPoint.Address))
            {
                throw new SocketException((int)SocketError.NetworkUnreachable);
            }

            var client = new TcpClient();
            await client.ConnectAsync(endPoint, cancellationToken);
            return client.GetStream();
        }
    }
}
