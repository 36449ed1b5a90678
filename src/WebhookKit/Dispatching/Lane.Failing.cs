using WebhookKit.Sending;

namespace WebhookKit.Dispatching;

/// <content>What a lane knows of how long its endpoint has been failing.</content>
internal sealed partial class Lane
{
    /// <summary>Keeps account of since when the endpoint fails. Changes are noted in the order in which they happen.</summary>
    public void Account(SendResult result, DateTimeOffset now, FailureNotes notes)
    {
        lock (_gate)
        {
            if (_failures.Note(id, result, now) is { } change)
            {
                notes.Note(change);
            }
        }
    }

    /// <summary>How many have failed in a row that were tried while the circuit was half-open.</summary>
    public int FailedTries
    {
        get
        {
            lock (_gate)
            {
                return _circuit.FailedTries;
            }
        }
    }

    /// <summary>Whether every attempt has failed for a time; never where the time is null.</summary>
    public bool HasFailedFor(TimeSpan? time, DateTimeOffset now)
    {
        lock (_gate)
        {
            return _failures.HasLasted(time, now);
        }
    }

    /// <summary>What is known of failures is older than a success: the next one begins anew.</summary>
    public void ForgetFailures()
    {
        lock (_gate)
        {
            _failures.Take(null);
        }
    }
}
