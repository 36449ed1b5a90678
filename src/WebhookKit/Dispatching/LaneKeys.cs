using WebhookKit.Protecting;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>The secrets, headers and client certificate of an endpoint as they are stored, and for a minute as they were opened.</summary>
/// <remarks>Thread-safe: senders that come at once each open them, and one of the results is kept.</remarks>
internal sealed class LaneKeys(EndpointRecord record, EndpointOpener opener, TimeProvider clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(60);

    // What was opened within the same ten seconds is closed together: a process that has become idle wakes up once for all of it.
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(10);

    private OpenedEndpoint? _opened;
    private ITimer? _closing;

    public ValueTask<Opening> OpenAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _opened) is { } opened ? new ValueTask<Opening>(new Opening(opened, null)) : OpenAnewAsync(cancellationToken);

    private async ValueTask<Opening> OpenAnewAsync(CancellationToken cancellationToken)
    {
        var opening = await opener.OpenAsync(record, cancellationToken).ConfigureAwait(false);
        if (opening.Endpoint is { } opened)
        {
            Volatile.Write(ref _opened, opened);
            Interlocked.Exchange(ref _closing, clock.CreateTimer(_ => Close(opened), null, UntilClosed(), Timeout.InfiniteTimeSpan))?.Dispose();
        }

        return opening;
    }

    private TimeSpan UntilClosed() => KeptFor - new TimeSpan((clock.GetUtcNow() + KeptFor).Ticks % Together.Ticks);

    // An attempt that is under way keeps what it has got; the rest is left to be collected.
    private void Close(OpenedEndpoint opened)
    {
        if (Interlocked.CompareExchange(ref _opened, null, opened) == opened)
        {
            Interlocked.Exchange(ref _closing, null)?.Dispose();
        }
    }
}
