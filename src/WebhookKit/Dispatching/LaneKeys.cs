using WebhookKit.Protecting;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>The secrets, headers and client certificate of an endpoint as they are stored, and for up to a minute as they were opened.</summary>
/// <remarks>Thread-safe: senders that come at once each open them, and one of the results is kept.</remarks>
internal sealed class LaneKeys(EndpointRecord record, EndpointOpener opener, OpenedKeys openedKeys)
{
    private OpenedEndpoint? _opened;

    public ValueTask<Opening> OpenAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _opened) is { } opened ? new ValueTask<Opening>(new Opening(opened, null)) : OpenAnewAsync(cancellationToken);

    /// <summary>Lets go of what was opened. An attempt that is under way keeps what it has got; the rest is left to be collected.</summary>
    public void Close() => Volatile.Write(ref _opened, null);

    private async ValueTask<Opening> OpenAnewAsync(CancellationToken cancellationToken)
    {
        var opening = await opener.OpenAsync(record, cancellationToken).ConfigureAwait(false);
        if (opening.Endpoint is { } opened)
        {
            Volatile.Write(ref _opened, opened);
            openedKeys.Add(this);
        }

        return opening;
    }
}
