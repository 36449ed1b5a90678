using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Tests.Sending;

namespace WebhookKit.Tests.Engine;

/// <summary>What receivers are told, byte for byte, by an application that traces everything, and when receivers ask for more.</summary>
internal sealed class RequestHeadTests
{
    private static readonly string[] Expected =
        ["content-length", "content-type", "host", "user-agent", "webhook-event-type", "webhook-id", "webhook-signature", "webhook-timestamp"];

    [Test]
    public async Task No_request_carries_the_hosts_trace_or_what_the_receiver_has_set()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "WebhookKit" or "System.Net.Http" or "Host",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("Host");
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        using var udp = new UdpClient((IPEndPoint)tcp.LocalEndpoint);
        var requests = new ConcurrentQueue<WireRequest>();
        using var server = RawServer.Talking(stream => AnswerAsync(stream, requests, ((IPEndPoint)tcp.LocalEndpoint).Port));

        // Loops and timers keep what was current when they were started, so the host starts in a trace of its own.
        using (Trace(source, "start"))
        {
            await using var host = await EngineHost.StartAsync(
                builder => builder.UseInMemoryStore(),
                new Dictionary<string, string?> { ["Retry:Schedule:0"] = "00:00:00.01", ["Dispatching:PollInterval"] = "00:00:00.05" });
            var endpoint = (await host.SubscribeAsync(server.Url)).Endpoint.Id;
            using (Trace(source, "publish"))
            {
                for (var number = 0; number < 5; number++)
                {
                    await host.PublishAsync(number: number);
                }

                // The first request is refused, and a test would not be sent again.
                await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 5);
                await host.Endpoints.TestAsync(endpoint, WebhookCaller.Application);
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(requests, Has.Count.EqualTo(7), "Five events, one of them twice, and a test.");
            Assert.That(requests.Select(request => request.Names), Has.All.EquivalentTo(Expected), string.Join("\n\n", requests.Select(request => request.Head)));
            Assert.That(requests.Select(request => request.Head), Has.All.Not.Contain("secret").And.All.Not.Contain("session"));
            Assert.That(tcp.Pending() || udp.Available > 0, Is.False, "The alternative service was asked.");
        });
    }

    private static Activity Trace(ActivitySource source, string name)
    {
        var activity = source.StartActivity(name)!;
        activity.TraceStateString = "vendor=secret";
        return activity.AddBaggage("tenant", "secret");
    }

    /// <summary>Refuses the first request, and sets all that a client could keep and send along with the next.</summary>
    private static async Task AnswerAsync(NetworkStream stream, ConcurrentQueue<WireRequest> requests, int elsewhere)
    {
        var reader = PipeReader.Create(stream);
        while (await WireRequest.ReadAsync(reader, requests.Enqueue) is { } request)
        {
            var status = ReferenceEquals(request, requests.First()) ? "503 No" : "200 OK";
            var answer =
                $"""
                HTTP/1.1 {status}
                Set-Cookie: session=secret; Path=/
                Set-Cookie: wide=secret; Domain=127.0.0.1; Max-Age=3600
                Alt-Svc: h3=":{elsewhere}"; ma=3600, h2="127.0.0.1:{elsewhere}"; ma=3600, http/1.1=":{elsewhere}"; ma=3600
                Accept-CH: Sec-CH-UA, Device-Memory
                Authentication-Info: nextnonce="secret"
                Content-Length: 0


                """;
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.ReplaceLineEndings("\r\n")));
        }
    }
}
