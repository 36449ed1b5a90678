using System.Net.Http.Json;
using System.Text.Json;
using WebhookKit.Chaos.Processes;

namespace WebhookKit.Chaos.Receiving;

/// <summary>The receiver, seen from the process that starts it.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private readonly ChildProcess _process;
    private readonly HttpClient _client;

    private Receiver(ChildProcess process, Uri url) => (_process, _client) = (process, new HttpClient { BaseAddress = url });

    public static async Task<Receiver> StartAsync(ReceiverSettings settings, CancellationToken cancellationToken)
    {
        var process = OwnProgram.Start(ReceiverServer.Verb, settings);
        try
        {
            return new Receiver(process, new Uri(await process.WaitForLineAsync(ReceiverServer.Listening, StartPatience, cancellationToken)));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where an endpoint listens.</summary>
    public string UrlOf(int endpoint) => new Uri(_client.BaseAddress!, $"{ReceiverServer.HookPath}{endpoint}").AbsoluteUri;

    public async Task<ReceiverCounts> CountAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<ReceiverCounts>(await _client.GetStringAsync(new Uri(ReceiverServer.CountPath, UriKind.Relative), cancellationToken))!;

    public async Task FollowAsync(ReceiverScript script, CancellationToken cancellationToken)
    {
        using var answer = await _client.PutAsJsonAsync(new Uri(ReceiverServer.ScriptPath, UriKind.Relative), script, JsonSerializerOptions.Default, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Ends it in good order: all it has written down is on disk then.</summary>
    public Task EndAsync() => _process.EndAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }
}
