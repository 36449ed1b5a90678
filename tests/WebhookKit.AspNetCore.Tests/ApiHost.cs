using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookKit.Administration;
using WebhookKit.Hosting;
using WebhookKit.Sending;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Tests;

/// <summary>A real application with the API mapped, on a free port of the loopback interface. Delivers only when told to.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly string _folder;

    private ApiHost(WebApplication app, string prefix, string folder)
    {
        _folder = folder;
        _app = app;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Root = new Uri(address);
        _client = new HttpClient { BaseAddress = new Uri($"{address}{prefix}/") };
    }

    public Uri Root { get; }

    public IServiceProvider Services => _app.Services;

    public string DatabaseFile => Path.Combine(_folder, "webhooks.db");

    public static WebApplicationBuilder NewBuilder(string folder, string? environment = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment ?? Environments.Development });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddWebhooks().UseSqlite($"Data Source={Path.Combine(folder, "webhooks.db")}").StoreSecretsInPlaintext();
        builder.Services.Configure<HostingOptions>(options => options.Deliver = false);
        builder.Services.Configure<EgressOptions>(options => options.AllowLoopback = builder.Environment.IsDevelopment());
        return builder;
    }

    public static async Task<ApiHost> StartAsync(Action<IServiceCollection>? configure = null, string prefix = "/webhooks")
    {
        var folder = Directory.CreateTempSubdirectory("webhookkit-").FullName;
        var builder = NewBuilder(folder);
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapWebhooks(prefix).AllowAnonymous();
        await app.StartAsync();
        return new ApiHost(app, prefix, folder);
    }

    public static Task<ApiHost> StartDeliveringAsync() =>
        StartAsync(services => services.Configure<HostingOptions>(options => options.Deliver = true));

    public Task<ApiAnswer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<ApiAnswer> PostAsync(string path, string? json = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, json is null ? null : Json(json), headers);

    public Task<ApiAnswer> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, Json(json));

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new ApiAnswer
        {
            Status = (int)response.StatusCode,
            ContentType = response.Content.Headers.ContentType?.MediaType,
            Text = text,
            Body = text.Length == 0 ? default : JsonDocument.Parse(text).RootElement,
            Headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value)),
        };
    }

    /// <summary>Creates an endpoint and answers its id.</summary>
    public async Task<string> CreateEndpointAsync(string url = "https://example.com/hooks", string more = "")
    {
        var answer = await PostAsync("v1/endpoints", $$"""{"url":"{{url}}","events":["*"]{{more}}}""");
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return answer.Body.GetProperty("id").GetString()!;
    }

    /// <summary>Publishes an event and answers its id.</summary>
    public async Task<string> PublishAsync(string type = "order.created", string payload = "{}", string more = "")
    {
        var answer = await PostAsync("v1/events", $$"""{"type":"{{type}}","payload":{{payload}}{{more}}}""");
        Assert.That(answer.Status, Is.EqualTo(202), answer.Text);
        return answer.Body.GetProperty("event_id").GetString()!;
    }

    /// <summary>Everything that is stored and that can be seen, as text to compare.</summary>
    public async Task<string> DescribeStoreAsync()
    {
        var endpoints = await Services.GetRequiredService<IEndpointStore>().ListAsync(new EndpointListQuery { Limit = 200 });
        var deliveries = await Services.GetRequiredService<IHistoryStore>().ListDeliveriesAsync(new DeliveryListQuery { Limit = 200 });
        var jobs = await Services.GetRequiredService<IWebhookJobs>().ListAsync(new JobListQuery { Limit = 200 }, WebhookCaller.Application);
        var audit = await Services.GetRequiredService<IAuditStore>().ListAsync(new AuditListQuery { Limit = 200 });
        var text = new StringBuilder();
        text.AppendJoin('\n', endpoints.Items.Select(item => $"{item.Endpoint.Id} {item.Endpoint.Url} revision {item.Revision} {item.Endpoint.Status}"));
        text.AppendLine().AppendJoin('\n', deliveries.Items.Select(item => $"{item.Id} {item.Status} {item.ReplayedAs}"));
        text.AppendLine().AppendJoin('\n', jobs.Items.Select(item => $"{item.Job.Id} {item.Job.Status}"));
        text.AppendLine().AppendJoin('\n', audit.Items.Select(item => $"{item.Id} {item.Action} {item.Target}"));
        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
