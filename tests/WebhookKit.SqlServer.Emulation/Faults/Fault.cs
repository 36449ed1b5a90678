using WebhookKit.SqlServer.Emulation.Requests;

namespace WebhookKit.SqlServer.Emulation.Faults;

/// <summary>A fault that waits for its request.</summary>
public sealed class Fault
{
    private readonly Func<SqlRequest, bool> _matches;
    private readonly int _first;
    private readonly int _last;
    private readonly TaskCompletionSource _struck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _seen;
    private int _strikes;

    internal Fault(Func<SqlRequest, bool> matches, FaultAction action, int occurrence, int times)
    {
        (_matches, Action) = (matches, action);
        _first = occurrence;
        _last = times == int.MaxValue ? times : occurrence + times - 1;
    }

    /// <summary>How many requests it has hit.</summary>
    public int Strikes => Volatile.Read(ref _strikes);

    /// <summary>Ends when the fault has hit for the first time.</summary>
    public Task Struck => _struck.Task;

    internal FaultAction Action { get; }

    internal bool Strike(SqlRequest request)
    {
        if (!_matches(request))
        {
            return false;
        }

        var seen = Interlocked.Increment(ref _seen);
        if (seen < _first || seen > _last)
        {
            return false;
        }

        Interlocked.Increment(ref _strikes);
        _struck.TrySetResult();
        return true;
    }
}
