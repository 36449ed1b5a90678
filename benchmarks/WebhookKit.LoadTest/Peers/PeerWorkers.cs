namespace WebhookKit.LoadTest.Peers;

/// <summary>Loops that work side by side until they are stopped.</summary>
internal sealed class PeerWorkers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly SignedPost _post = new();
    private readonly Task _work;

    public PeerWorkers(int workers, Func<SignedPost, CancellationToken, Task> work) =>
        _work = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => work(_post, _stopping.Token))));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _work;
        }
        catch (OperationCanceledException)
        {
            // They were asked to stop.
        }

        _post.Dispose();
        _stopping.Dispose();
    }
}
