using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

/// <summary>What is said of a failure helps the one who chose the URL, and tells nothing of the network.</summary>
public sealed partial class FailureTextTests
{
    private const string Where = "http://hooks.example.com/";

    private static IEnumerable<TestCaseData> Failures()
    {
        foreach (var error in new[] { SocketError.HostNotFound, SocketError.NoData, SocketError.TryAgain, SocketError.TimedOut, SocketError.NoBufferSpaceAvailable, SocketError.AccessDenied })
        {
            yield return Resolving($"resolving: {error}", () => throw new SocketException((int)error));
        }

        yield return Resolving("resolver breaks", () => throw new InvalidOperationException("No route to 10.1.2.3"));
        yield return Resolving("no answer", () => []);
        yield return Resolving("private address", () => [IPAddress.Parse("10.1.2.3")]);
        yield return Resolving("mixed addresses", () => [IPAddress.Loopback, IPAddress.Parse("fd00::1")]);
        foreach (var error in new[] { SocketError.ConnectionRefused, SocketError.TimedOut, SocketError.HostUnreachable, SocketError.NetworkUnreachable, SocketError.ConnectionReset })
        {
            yield return Dialing($"dialing: {error}", () => throw new SocketException((int)error));
        }

        yield return Dialing("dialer breaks", () => throw new InvalidOperationException("Could not reach 10.1.2.3:80"));
        yield return Dialing("broken pipe", () => throw new IOException("Unable to write to 10.1.2.3:80"));
        foreach (var answer in new[] { "", "garbage\r\n\r\n", "HTTP/1.1 099 Odd\r\n\r\n", "HTTP/1.1 302 Moved\r\nLocation: http://10.1.2.3/\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 500 10.1.2.3\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nX: " })
        {
            yield return Dialing($"answers '{answer}'", () => new Answer(answer));
        }

        yield return new TestCaseData("http://10.1.2.3/", (Func<IPAddress[]>)(() => []), (Func<Stream>)(() => Stream.Null)).SetArgDisplayNames("address in the URL");
        yield return new TestCaseData("https://hooks.example.com/", (Func<IPAddress[]>)(() => [IPAddress.Loopback]), (Func<Stream>)(() => new Answer("not TLS"))).SetArgDisplayNames("not TLS");
    }

    [TestCaseSource(nameof(Failures))]
    public async Task It_names_no_address_no_exception_and_no_place_in_the_code(string url, Func<IPAddress[]> resolve, Func<Stream> dial)
    {
        var network = new Network(resolve, dial);
        await using var sender = new SenderFixture(before: services => services.AddSingleton<IHostResolver>(network).AddSingleton<IEgressDialer>(network));

        var result = await sender.SendAsync(url);

        Assert.Multiple(() =>
        {
            Assert.That(result.Outcome, Is.Not.EqualTo(AttemptOutcome.Succeeded));
            Assert.That(result.Error, Does.EndWith("."));
            Assert.That(Revealing().Matches(result.Error!), Is.Empty, result.Error);
            Assert.That(result.ResponseExcerpt, Is.Null);
        });
    }

    private static TestCaseData Resolving(string name, Func<IPAddress[]> resolve) =>
        new TestCaseData(Where, resolve, (Func<Stream>)(() => Stream.Null)).SetArgDisplayNames(name);

    private static TestCaseData Dialing(string name, Func<Stream> dial) =>
        new TestCaseData(Where, (Func<IPAddress[]>)(() => [IPAddress.Loopback]), dial).SetArgDisplayNames(name);

    [GeneratedRegex(@"\d+\.\d+\.\d+|[0-9a-f]*::|Exception|Error\b|   at |System\.|\.cs", RegexOptions.IgnoreCase)]
    private static partial Regex Revealing();

    private sealed class Network(Func<IPAddress[]> resolve, Func<Stream> dial) : IHostResolver, IEgressDialer
    {
        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IReadOnlyList<IPAddress>>(resolve());

        public ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default) => ValueTask.FromResult(dial());
    }

    /// <summary>A connection on which anything may be written, and that answers and ends.</summary>
    private sealed class Answer(string text) : MemoryStream(System.Text.Encoding.Latin1.GetBytes(text), writable: false)
    {
        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
