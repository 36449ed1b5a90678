using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Databases;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Phases;
using WebhookKit.LoadTest.Reporting;
using WebhookKit.Storage;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>Events posted to the HTTP API one after the other on an idle system.</summary>
internal sealed class ApiLatencyScenario() : Scenario(
    "api-latency",
    "POST /v1/events to its 202, one event at a time",
    (LoadOption.Events, 500),
    (LoadOption.Pause, 20),
    (LoadOption.Body, 1024))
{
    private const string Prefix = "/webhooks";

    protected override async Task<Report> MeasureAsync(LoadRig rig)
    {
        await using var database = await rig.Store.CreateAsync();
        await using var server = Build(database);
        await server.Services.GetRequiredService<IStoreSchema>().ApplyAsync();
        await server.StartAsync();
        await LoadSystem.CreateEndpointsAsync(server.Services, SinglePhase.Plan, rig.Receiver);
        using var client = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };
        var body = BodyOf(rig.NewPayload());

        var figures = await new SinglePhase(rig).RunAsync(() => PostAsync(client, body));
        return new Report { Arguments = rig.Arguments, Totals = figures, Bars = [new Bar("POST /v1/events to 202, p99 ms", figures.PublishP99Ms, 20)] };
    }

    private static WebApplication Build(ILoadDatabase database)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebhookHost.AddWebhooks(builder.Services, database);
        var server = builder.Build();
        server.MapWebhooks(Prefix).AllowAnonymous();
        return server;
    }

    private static byte[] BodyOf(byte[] payload) => [.. """{"type":"load.event","owner":"group-0","payload":"""u8, .. payload, .. "}"u8];

    private static async Task<PublishedEvent> PostAsync(HttpClient client, byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        var began = Stopwatch.GetTimestamp();
        using var response = await client.PostAsync($"{Prefix}/v1/events", content);
        var ended = Stopwatch.GetTimestamp();
        return new PublishedEvent(await ReadIdAsync(response), Group: 0, began, ended);
    }

    private static async Task<EventId> ReadIdAsync(HttpResponseMessage response)
    {
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>();
        return response.StatusCode == HttpStatusCode.Accepted
            ? EventId.Parse(answer!["event_id"]!.GetValue<string>())
            : throw new InvalidOperationException($"The API answered {(int)response.StatusCode}: {answer}");
    }
}
