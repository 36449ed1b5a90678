using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

/// <summary>Names with addresses of either family or of both, with one of them dead.</summary>
public sealed class AddressFamilyTests
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    [TestCase("127.0.0.1", "127.0.0.2")]
    [TestCase("127.0.0.1", "::1")]
    [TestCase("::1", "127.0.0.1")]
    public async Task One_address_that_lives_is_enough_while_nobody_listens_at_the_other(string living, params string[] dead)
    {
        foreach (var answers in BothOrders([living, .. dead]))
        {
            using var server = Listen(living);

            await ArrivesAsync(server, answers);
        }
    }

    [TestCase("127.0.0.1", "127.0.0.2")]
    [TestCase("127.0.0.1", "::1")]
    [TestCase("::1", "127.0.0.1")]
    public async Task One_address_that_lives_is_enough_while_the_other_swallows_what_is_sent_to_it(string living, string dead)
    {
        using var server = Listen(living);
        using var swallowing = await SwallowingAddress.OpenAsync(new IPEndPoint(IPAddress.Parse(dead), server.Port));

        // On one connection after the other: a request that found the connection of the last one open would prove nothing.
        foreach (var answers in BothOrders([living, dead]))
        {
            await ArrivesAsync(server, answers);
        }

        Assert.That(server.Connections, Is.EqualTo(2));
    }

    private static RawServer Listen(string address) => RawServer.Talking(
        async stream =>
        {
            await stream.ReadAtLeastAsync(new byte[8192], 1);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        },
        IPAddress.Parse(address));

    private static async Task ArrivesAsync(RawServer server, string[] answers)
    {
        await using var sender = new SenderFixture(
            before: services => services.AddSingleton<IHostResolver>(new Answering(answers)),
            after: services => services.Configure<SendingOptions>(options => options.ConnectTimeout = ConnectTimeout));

        var result = await sender.SendAsync($"http://hooks.example.com:{server.Port}/");

        var order = string.Join(", ", answers);
        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), $"{order}: {result.Error}");
        Assert.That(result.Duration, Is.LessThan(ConnectTimeout + TimeSpan.FromSeconds(1)), order);
    }

    private static IEnumerable<string[]> BothOrders(string[] addresses) =>
        addresses.Length == 1 ? [addresses] : [addresses, [.. addresses.Reverse()]];

    private sealed class Answering(string[] addresses) : IHostResolver
    {
        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IReadOnlyList<IPAddress>>(Array.ConvertAll(addresses, IPAddress.Parse));
    }
}
