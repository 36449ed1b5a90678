using Hangfire;

namespace WebhookKit.LoadTest.Peers;

/// <summary>A Hangfire server, which stops its workers one after the other.</summary>
internal sealed class RunningHangfire(BackgroundJobServer server) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        server.SendStop();
        await server.WaitForShutdownAsync(CancellationToken.None);
        server.Dispose();
    }
}
