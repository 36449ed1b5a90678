using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Sending;

/// <summary>One look-up and those who wait for it.</summary>
internal sealed class HostLookup(string host)
{
    private readonly TaskCompletionSource<IReadOnlyList<IPAddress>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting = 1;

    public string Host => host;

    public Task<IReadOnlyList<IPAddress>> Result => _result.Task;

    /// <summary>Waits along, unless nobody waits any more.</summary>
    public bool TryJoin()
    {
        var waiting = Volatile.Read(ref _waiting);
        while (waiting > 0)
        {
            var seen = Interlocked.CompareExchange(ref _waiting, waiting + 1, waiting);
            if (seen == waiting)
            {
                return true;
            }

            waiting = seen;
        }

        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _waiting);

    /// <summary>Looks up, on the calling thread. What nobody waits for is not looked up.</summary>
    public void Run()
    {
        // The thread counts as one who waits, and never leaves: who asks while a name server keeps it, joins it here instead of
        // sending another thread after it.
        if (!TryJoin())
        {
            _result.TrySetCanceled();
            return;
        }

        try
        {
            _result.TrySetResult(Dns.GetHostAddresses(host));
        }
        catch (SocketException exception)
        {
            Fail(exception);
        }
        catch (ArgumentException)
        {
            // Names that the system's resolver does not even ask for.
            Fail(new SocketException((int)SocketError.HostNotFound));
        }
    }

    public void Fail(SocketException exception)
    {
        _result.TrySetException(exception);

        // The last one who waited may have left: nobody has to look at it for it to count as seen.
        _ = _result.Task.Exception;
    }
}
