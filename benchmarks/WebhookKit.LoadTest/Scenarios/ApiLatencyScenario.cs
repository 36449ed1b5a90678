using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Receiving;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>Events posted to the HTTP API one after the other on an idle system.</summary>
internal sealed class ApiLatencyScenario : IScenario
{
    private const string Prefix = "/webhooks";
    private const int WarmUpEvents = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "api-latency";

    public string Summary => "POST /v1/events to its 202, one event at a time";

    public IReadOnlyDictionary<LoadOption, int> Defaults { get; } =
        new Dictionary<LoadOption, int> { [LoadOption.Events] = 500, [LoadOption.Pause] = 20, [LoadOption.Body] = 1024 };

    public async Task<Report> RunAsync(LoadTestArguments arguments)
    {
        await using var receiver = await ReceiverProcess.StartAsync();
        using var database = new TemporaryDatabase();
        await using var server = Build(arguments.Store, database);
        await server.StartAsync();
        var plan = new EndpointPlan(endpoints: 1);
        await LoadSystem.CreateEndpointsAsync(server.Services, plan, receiver);
        using var client = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };
        var body = BodyOf(arguments[LoadOption.Body]);

        await PostAsync(client, body, WarmUpEvents, pause: 1);
        await ArrivalWait.ForAsync(receiver, WarmUpEvents, Patience);
        await receiver.TakeAsync();
        var published = await PostAsync(client, body, arguments[LoadOption.Events], arguments[LoadOption.Pause]);
        await ArrivalWait.ForAsync(receiver, published.Count, Patience);

        var figures = Figures.OfLatency(
            Latencies.OfTicks(published.Select(one => one.Ended - one.Began)),
            Reconciliation.Of(published, plan, await receiver.TakeAsync()));
        return new Report { Arguments = arguments, Totals = figures, Bars = [new Bar("POST /v1/events to 202, p99 ms", figures.PublishP99Ms, 20)] };
    }

    private static WebApplication Build(StoreKind store, TemporaryDatabase database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        LoadSystem.AddWebhooks(builder.Services, store, database);
        var server = builder.Build();
        server.MapWebhooks(Prefix).AllowAnonymous();
        return server;
    }

    private static byte[] BodyOf(int payloadBytes) =>
        [.. """{"type":"load.event","owner":"group-0","payload":"""u8, .. Payload.OfLength(payloadBytes), .. "}"u8];

    private static async Task<List<PublishedEvent>> PostAsync(HttpClient client, byte[] body, int events, int pause)
    {
        var published = new List<PublishedEvent>(events);
        for (var number = 0; number < events; number++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(pause));
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            var began = Stopwatch.GetTimestamp();
            using var response = await client.PostAsync($"{Prefix}/v1/events", content);
            var ended = Stopwatch.GetTimestamp();
            published.Add(new PublishedEvent(await ReadIdAsync(response), Group: 0, began, ended));
        }

        return published;
    }

    private static async Task<EventId> ReadIdAsync(HttpResponseMessage response)
    {
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>();
        return response.StatusCode == HttpStatusCode.Accepted
            ? EventId.Parse(answer!["event_id"]!.GetValue<string>())
            : throw new InvalidOperationException($"The API answered {(int)response.StatusCode}: {answer}");
    }
}
