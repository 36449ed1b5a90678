using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.Ed25519.Tests.Delivering;

/// <summary>An application that delivers, on SQLite, allowed to deliver to loopback, with its public keys mapped.</summary>
internal sealed class Sender : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly WebApplication _app;
    private readonly string _folder;

    private Sender(WebApplication app, string folder)
    {
        _app = app;
        _folder = folder;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    /// <summary>Where the database is.</summary>
    public string Folder => _folder;

    public IServiceProvider Services => _app.Services;

    public IWebhookEndpoints Endpoints => Services.GetRequiredService<IWebhookEndpoints>();

    public IWebhookPublisher Publisher => Services.GetRequiredService<IWebhookPublisher>();

    public static async Task<Sender> StartAsync(params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("webhookkit-").FullName;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Webhooks:Egress:AllowLoopback"] = "true", ["Webhooks:Dispatching:MaxConcurrencyPerEndpoint"] = "8" });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Webhooks:" + setting.Name, (string?)setting.Value)));
        builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks")).UseSqlite($"Data Source={Path.Combine(folder, "webhooks.db")}").AddEd25519Signer();
        var app = builder.Build();
        app.MapWebhookSigningKeys();
        app.MapWebhooks("/webhooks").AllowAnonymous();
        await app.StartAsync();
        return new Sender(app, folder);
    }

    public Task<EndpointWithSecret> SubscribeAsync(string url, string events, params string[] signers) =>
        Endpoints.CreateAsync(new EndpointInput { Url = url, Events = [events], Signers = signers.Length == 0 ? null : signers }, WebhookCaller.Application);

    public async Task<EventId> PublishAsync(string type, ReadOnlyMemory<byte> payload, string contentType = "application/json") =>
        (await Publisher.PublishAsync([new OutgoingEvent { Type = type, Payload = payload, ContentType = contentType }]))[0].EventId;

    public async Task<WebhookDelivery> WaitForEndAsync(EventId id)
    {
        for (var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60); ; await Task.Delay(Glance))
        {
            var found = (await Services.GetRequiredService<IHistoryStore>().ListDeliveriesAsync(new DeliveryListQuery { Event = id, Limit = 10 })).Items;
            if (found.Count == 1 && found[0].Status != DeliveryStatus.Pending)
            {
                return found[0];
            }

            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), "The delivery did not end in time.");
        }
    }

    /// <summary>How large a test is: small, unless an environment variable says otherwise.</summary>
    public static int SizeOf(string variable, int ordinary) => int.Parse(Environment.GetEnvironmentVariable(variable) ?? ordinary.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
