using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace WebhookKit.AspNetCore.Tests.Receiving;

/// <summary>An application that receives webhooks, without the engine, on a free port of the loopback interface.</summary>
internal sealed class ReceivingHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private ReceivingHost(WebApplication app)
    {
        _app = app;
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public static WebhookSecret Secret { get; } = WebhookSecret.Generate();

    public FakeTimeProvider Clock { get; private init; } = new();

    public Uri Root => _client.BaseAddress!;

    public static async Task<ReceivingHost> StartAsync(Action<WebApplication> map, Action<IServiceCollection>? configure = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        configure?.Invoke(builder.Services);
        builder.Services.AddWebhookReceiver();
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new ReceivingHost(app) { Clock = clock };
    }

    public SignedRequest Sign(string body = "{}", EventId? id = null, params WebhookSecret[] secrets) =>
        SignedRequest.By(secrets.Length == 0 ? [Secret] : secrets, Clock.GetUtcNow(), Encoding.UTF8.GetBytes(body), id);

    public async Task<ApiAnswer> SendAsync(SignedRequest request, string path = "/hook", bool isChunked = false)
    {
        using var message = request.ToMessage(path, isChunked);
        return await SendAsync(message);
    }

    public async Task<ApiAnswer> SendAsync(HttpRequestMessage message)
    {
        using var response = await _client.SendAsync(message);
        var text = await response.Content.ReadAsStringAsync();
        var type = response.Content.Headers.ContentType?.MediaType;
        return new ApiAnswer
        {
            Status = (int)response.StatusCode,
            ContentType = type,
            Text = text,
            Body = type?.EndsWith("json", StringComparison.Ordinal) == true ? JsonDocument.Parse(text).RootElement : default,
            Headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value)),
        };
    }

    /// <summary>Sends lines as they are, which an HTTP client would tidy up, and answers the problem document that comes back.</summary>
    public async Task<string> SendRawAsync(params IEnumerable<string> lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Root.Host, Root.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", lines)));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var answer = new StringBuilder();
        var buffer = new char[1024];
        while (answer is not [.., '}'] && await reader.ReadAsync(buffer) is > 0 and var read)
        {
            answer.Append(buffer, 0, read);
        }

        return answer.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
