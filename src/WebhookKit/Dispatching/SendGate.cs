using WebhookKit.Diagnostics;

namespace WebhookKit.Dispatching;

/// <summary>Holds new sends back while outcomes cannot be recorded: what cannot be recorded would be sent again.</summary>
internal sealed class SendGate(EngineVitals vitals)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _closed;

    /// <summary>Waits until the gate is open; at once when it is.</summary>
    public Task PassAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _closed is null ? Task.CompletedTask : _closed.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Closes the gate.</summary>
    /// <returns>Whether it was open.</returns>
    public bool Close()
    {
        lock (_lock)
        {
            var wasOpen = _closed is null;
            _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            vitals.RecordingWorks(false);
            return wasOpen;
        }
    }

    /// <summary>Opens the gate.</summary>
    /// <returns>Whether it was closed.</returns>
    public bool Open()
    {
        lock (_lock)
        {
            if (_closed is null)
            {
                return false;
            }

            _closed.SetResult();
            _closed = null;
            vitals.RecordingWorks(true);
            return true;
        }
    }
}
