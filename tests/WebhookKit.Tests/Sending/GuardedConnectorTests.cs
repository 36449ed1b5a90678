using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

public sealed class GuardedConnectorTests
{
    [TestCase("10.0.0.1")]
    [TestCase("127.0.0.1")]
    [TestCase("169.254.169.254")]
    [TestCase("::1")]
    [TestCase("::ffff:127.0.0.1")]
    [TestCase("64:ff9b::7f00:1")]
    [TestCase("1.1.1.1", "10.0.0.1")]
    [TestCase("10.0.0.1", "1.1.1.1")]
    [TestCase("1.1.1.1", "2606:4700::1", "fe80::1")]
    [TestCase("2606:4700::1%2")]
    [TestCase("::ffff:1.1.1.1%2")]
    public async Task One_bad_address_refuses_the_name_before_any_packet(params string[] answers)
    {
        var network = new StubNetwork(_ => answers);
        await using var sender = Public(network);

        var result = await sender.SendAsync("https://hooks.example.com/");

        Assert.Multiple(() =>
        {
            Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.PolicyBlocked));
            Assert.That(result.Error, Does.Not.Contain(answers[0]));
            Assert.That(network.Dialed, Is.Empty);
        });
    }

    [Test]
    public async Task A_name_is_resolved_once_and_the_judged_address_is_dialed()
    {
        var calls = 0;
        var network = new StubNetwork(_ => Interlocked.Increment(ref calls) == 1 ? ["1.1.1.1"] : ["127.0.0.1"]);
        await using var sender = Public(network);

        var result = await sender.SendAsync("https://rebinding.example.com:8443/");

        Assert.Multiple(() =>
        {
            Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.ConnectFailed));
            Assert.That(calls, Is.EqualTo(1));
            Assert.That(network.Dialed, Is.EqualTo(new[] { "1.1.1.1:8443" }));
        });
    }

    [Test]
    public async Task A_dead_address_does_not_hide_a_living_one()
    {
        var network = new StubNetwork(_ => ["2606:4700::1", "1.1.1.1", "1.0.0.1"]);
        await using var sender = Public(network);

        await sender.SendAsync("https://hooks.example.com/");

        Assert.That(network.Dialed, Is.EqualTo(new[] { "[2606:4700::1]:443", "1.1.1.1:443", "1.0.0.1:443" }));
    }

    [Test]
    public async Task An_address_that_swallows_packets_does_not_hide_a_living_one()
    {
        var network = new StubNetwork(_ => ["1.1.1.1", "1.0.0.1"]) { Hangs = address => address.ToString() == "1.1.1.1" };
        await using var sender = Public(network);

        var result = await sender.SendAsync("https://hooks.example.com/");

        Assert.Multiple(() =>
        {
            Assert.That(network.Dialed, Is.EqualTo(new[] { "1.1.1.1:443", "1.0.0.1:443" }));
            Assert.That(result.Duration, Is.LessThan(TimeSpan.FromSeconds(3)));
        });
    }

    [Test]
    public async Task A_mapped_answer_is_dialed_as_the_IPv4_address_it_is()
    {
        var network = new StubNetwork(_ => ["::ffff:1.1.1.1"]);
        await using var sender = Public(network);

        await sender.SendAsync("https://hooks.example.com/");

        Assert.That(network.Dialed, Is.EqualTo(new[] { "1.1.1.1:443" }));
    }

    [Test]
    public async Task A_literal_is_not_resolved()
    {
        var network = new StubNetwork(_ => throw new InvalidOperationException("Resolved."));
        await using var sender = Public(network);

        await sender.SendAsync("https://1.1.1.1/");

        Assert.That(network.Dialed, Is.EqualTo(new[] { "1.1.1.1:443" }));
    }

    [Test]
    public async Task An_international_name_is_resolved_in_its_ASCII_form()
    {
        var asked = "";
        var network = new StubNetwork(host =>
        {
            asked = host;
            return ["1.1.1.1"];
        });
        await using var sender = Public(network);

        await sender.SendAsync("https://bücher.example/");

        Assert.That(asked, Is.EqualTo("xn--bcher-kva.example"));
        Assert.That(network.Dialed, Is.EqualTo(new[] { "1.1.1.1:443" }));
    }

    [TestCase(SocketError.HostNotFound, "does not exist")]
    [TestCase(SocketError.NoData, "does not exist")]
    [TestCase(SocketError.TryAgain, "in time")]
    [TestCase(SocketError.TimedOut, "in time")]
    public async Task A_name_that_does_not_resolve_says_why(SocketError error, string expected)
    {
        await using var sender = Public(new StubNetwork(_ => throw new SocketException((int)error)));

        var result = await sender.SendAsync("https://hooks.example.com/");

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.DnsFailed));
        Assert.That(result.Error, Does.Contain(expected));
    }

    [Test]
    public async Task A_resolver_without_room_says_nothing_of_the_name()
    {
        await using var sender = Public(new StubNetwork(_ => throw new SocketException((int)SocketError.NoBufferSpaceAvailable)));

        var result = await sender.SendAsync("https://hooks.example.com/");

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.DnsBusy));
        Assert.That(result.Error, Does.Contain("Too many"));
    }

    [Test]
    public async Task A_resolver_that_breaks_is_an_error_of_ours()
    {
        await using var sender = Public(new StubNetwork(_ => throw new InvalidOperationException("secret detail")));

        var result = await sender.SendAsync("https://hooks.example.com/");

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.InternalError));
        Assert.That(result.Error, Does.Not.Contain("secret detail"));
    }

    private static SenderFixture Public(StubNetwork network) => new(
        before: services => services.AddSingleton<IHostResolver>(network).AddSingleton<IEgressDialer>(network),
        after: services => services.Configure<EgressOptions>(options => options.AllowLoopback = false));

    private sealed class StubNetwork(Func<string, string[]> answers) : IHostResolver, IEgressDialer
    {
        private readonly ConcurrentQueue<string> _dialed = new();

        public Func<IPAddress, bool> Hangs { get; init; } = _ => false;

        public IReadOnlyCollection<string> Dialed => _dialed;

        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IReadOnlyList<IPAddress>>([.. answers(query.Host).Select(IPAddress.Parse)]);

        public async ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default)
        {
            _dialed.Enqueue(endPoint.ToString());
            if (Hangs(endPoint.Address))
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            throw new SocketException((int)SocketError.ConnectionRefused);
        }
    }
}
