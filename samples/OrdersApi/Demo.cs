using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using WebhookKit;
using WebhookKit.Administration;
using WebhookKit.Signing;

namespace OrdersApi;

/// <summary>Shows the way of an event on one screen: a subscriber, an endpoint for it, a few orders, what arrives.</summary>
internal static class Demo
{
    // Longer than the leases of a process that was killed a moment ago.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly NewOrder[] Orders = [new("Ada", "teapot", 1), new("Grace", "compass", 2), new("Linus", "penguin", 3)];

    /// <returns>Whether every order arrived, verified.</returns>
    public static async Task<bool> RunAsync(WebApplication app, string url, bool keepsRunning)
    {
        var arrivals = Channel.CreateUnbounded<Arrival>();
        var secret = WebhookSecret.Generate();
        await using var receiver = await StartReceiverAsync(secret, arrivals.Writer);

        var endpoints = app.Services.GetRequiredService<IWebhookEndpoints>();
        var created = await endpoints.CreateAsync(
            new EndpointInput { Url = $"{receiver.Urls.Single()}/hook", Events = ["order.*"], Description = "Demo", Secret = secret },
            WebhookCaller.Application);
        Console.WriteLine($"Demo: {created.Endpoint.Id} sends order.* to a receiver at {created.Endpoint.Url}");

        try
        {
            var succeeded = await OrderAsync(url, arrivals.Reader);
            if (keepsRunning)
            {
                Console.WriteLine($"""

                    Try next: order something with the second command above and watch it arrive here. Or stop the demo, run
                    `dotnet run --project samples/OrdersApi` and `dotnet run --project samples/Receiver -- --fail 2`, create an
                    endpoint, and see at {url}/webhooks/v1/deliveries how it is retried. Ctrl+C stops.

                    """);
                await PrintUntilStoppedAsync(arrivals.Reader, app.Lifetime.ApplicationStopping);
            }

            return succeeded;
        }
        finally
        {
            await endpoints.DeleteAsync(created.Endpoint.Id, WebhookCaller.Application);
        }
    }

    private static async Task<WebApplication> StartReceiverAsync(WebhookSecret secret, ChannelWriter<Arrival> arrivals)
    {
        var verifier = new WebhookVerifier([secret], TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = builder.Build();
        receiver.MapPost("/hook", async (HttpRequest request) =>
        {
            // The signature covers the exact bytes: read them before anything parses them.
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var result = verifier.Verify(
                request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], body.ToArray());
            var isVerified = result == VerificationResult.Valid;
            arrivals.TryWrite(new Arrival(Stopwatch.GetTimestamp(), isVerified, request.Headers["webhook-id"]!, Encoding.UTF8.GetString(body.ToArray())));
            return isVerified ? Results.NoContent() : Results.Unauthorized();
        });
        await receiver.StartAsync();
        return receiver;
    }

    private static async Task<bool> OrderAsync(string url, ChannelReader<Arrival> arrivals)
    {
        using var client = new HttpClient();
        using var deadline = new CancellationTokenSource(Patience);
        var areVerified = true;
        foreach (var order in Orders)
        {
            var sent = Stopwatch.GetTimestamp();
            using var response = await client.PostAsJsonAsync($"{url}/orders", order);
            Console.WriteLine($"  POST /orders -> {(int)response.StatusCode} in {Milliseconds(sent, Stopwatch.GetTimestamp())}");
            try
            {
                var arrival = await arrivals.ReadAsync(deadline.Token);
                Console.WriteLine($"  {Milliseconds(sent, arrival.At)} after it was sent: {arrival}");
                areVerified &= arrival.IsVerified;
            }
            catch (OperationCanceledException)
            {
                Console.Error.WriteLine($"  Nothing arrived within {Patience.TotalSeconds} s.");
                return false;
            }
        }

        return areVerified;
    }

    private static async Task PrintUntilStoppedAsync(ChannelReader<Arrival> arrivals, CancellationToken stopping)
    {
        try
        {
            await foreach (var arrival in arrivals.ReadAllAsync(stopping))
            {
                Console.WriteLine($"  Arrived: {arrival}");
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C.
        }
    }

    private static string Milliseconds(long from, long to) => $"{Stopwatch.GetElapsedTime(from, to).TotalMilliseconds:0} ms";

    private sealed record Arrival(long At, bool IsVerified, string Id, string Body)
    {
        public override string ToString() => $"signature {(IsVerified ? "verified" : "NOT verified")}, {Id}, {Body}";
    }
}
