using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Sending;

/// <summary>One look-up and those who wait for it.</summary>
internal sealed class HostLookup(HostQuery query)
{
    private readonly TaskCompletionSource<IReadOnlyList<IPAddress>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting = 1;
    private volatile bool _hasBegun;

    public string Host => query.Host;

    public string Owner => query.Owner;

    public Task<IReadOnlyList<IPAddress>> Result => _result.Task;

    /// <summary>Whether it has got a thread; until then nothing can be said of the name.</summary>
    public bool HasBegun => _hasBegun;

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

    /// <summary>It is to get a thread, which counts as one who waits and never leaves: who asks for the name meanwhile, joins it here.</summary>
    /// <returns>Whether anybody waits for it.</returns>
    public bool TryBegin()
    {
        if (!TryJoin())
        {
            _result.TrySetCanceled();
            return false;
        }

        _hasBegun = true;
        return true;
    }

    /// <summary>Looks up, on the calling thread.</summary>
    /// <param name="lookUp">Asks the system.</param>
    public void Run(Func<string, IPAddress[]> lookUp)
    {
        try
        {
            _result.TrySetResult(lookUp(Host));
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

    private void Fail(SocketException exception)
    {
        _result.TrySetException(exception);

        // The last one who waited may have left: nobody has to look at it for it to count as seen.
        _ = _result.Task.Exception;
    }
}
