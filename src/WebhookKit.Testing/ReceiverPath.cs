namespace WebhookKit.Testing;

/// <summary>The script of one path of a <see cref="WebhookReceiver"/>: what it answers, and when.</summary>
/// <remarks>Thread-safe. A script may change while requests arrive; it applies to those that arrive later.</remarks>
public sealed class ReceiverPath
{
    private readonly Lock _lock = new();
    private readonly Queue<ReceiverAnswer> _next = [];
    private ReceiverAnswer _always = ReceiverAnswer.Status(200);
    private TaskCompletionSource? _gate;
    private int _inFlight;

    internal ReceiverPath(string url) => Url = url;

    /// <summary>The absolute URL, to give to an endpoint.</summary>
    public string Url { get; }

    /// <summary>The most requests that were on this path at once.</summary>
    public int MostInFlight { get; private set; }

    /// <summary>Queues answers: each is given to one request, in the order of arrival.</summary>
    /// <param name="answers">Status codes or answers.</param>
    public ReceiverPath Answer(params ReceiverAnswer[] answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        lock (_lock)
        {
            foreach (var answer in answers)
            {
                _next.Enqueue(answer);
            }
        }

        return this;
    }

    /// <summary>Sets what is answered while no answer is queued.</summary>
    /// <param name="answer">A status code or an answer; 200 until this is called.</param>
    public ReceiverPath AnswerAlways(ReceiverAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (_lock)
        {
            _always = answer;
        }

        return this;
    }

    /// <summary>
    /// Holds requests that arrive from now on: they are recorded at once and answered when the hold is disposed. What is
    /// still held when the receiver ends is dropped.
    /// </summary>
    /// <exception cref="InvalidOperationException">The path is held already.</exception>
    public IDisposable Hold()
    {
        lock (_lock)
        {
            _gate = _gate is null
                ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
                : throw new InvalidOperationException($"{Url} is held already. Dispose the first hold before the next.");
            return new Held(this, _gate);
        }
    }

    internal ReceiverTurn Take()
    {
        lock (_lock)
        {
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
            var answer = _next.TryDequeue(out var queued) ? queued : _always;
            return new ReceiverTurn(answer, _gate?.Task ?? Task.CompletedTask);
        }
    }

    internal void Leave()
    {
        lock (_lock)
        {
            _inFlight--;
        }
    }

    private sealed class Held(ReceiverPath path, TaskCompletionSource gate) : IDisposable
    {
        public void Dispose()
        {
            lock (path._lock)
            {
                path._gate = path._gate == gate ? null : path._gate;
            }

            gate.TrySetResult();
        }
    }
}
