using System.Collections.Concurrent;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Receiving;

/// <summary>Notes every request and answers it as the script says. Thread-safe.</summary>
internal sealed class ScriptedAnswers(ReceiverJournal journal, ReceiverScript script, int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<long, string> _underWay = new();
    private readonly ConcurrentDictionary<(int Endpoint, string WebhookId), int> _seen = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReceiverScript _script = script;
    private long _started;
    private long _answered;

    public ReceiverCounts Count() =>
        new(Volatile.Read(ref _started), Volatile.Read(ref _answered), _underWay.Values.CountBy(instance => instance).ToDictionary());

    public void Follow(ReceiverScript script)
    {
        lock (_gate)
        {
            _script = script;
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until the request is to be answered.</summary>
    /// <returns>The status, or null where the connection is to be cut; and the request's number.</returns>
    public async Task<(int? Status, long Number)> AnswerAsync(int endpoint, string instance, string webhookId, long signedAt, string key, CancellationToken aborted)
    {
        var number = Interlocked.Increment(ref _started);
        journal.Start(number, endpoint, instance, webhookId, signedAt, key);
        _underWay[number] = instance;
        var isAnswered = false;
        var isRepeat = _seen.AddOrUpdate((endpoint, webhookId), 1, (_, count) => count + 1) == 2;
        try
        {
            var script = await ScriptToAnswerByAsync(endpoint, aborted);
            if (script is null || script.CutEndpoints.Contains(endpoint))
            {
                return (null, number);
            }

            if (script.MostDelay > 0)
            {
                await Task.Delay(DelayOf(script), aborted);
            }

            var status = StatusOf(script, endpoint, instance, number, isRepeat);
            journal.Answer(number, status);
            isAnswered = true;
            Interlocked.Increment(ref _answered);
            return (status, number);
        }
        finally
        {
            _underWay.TryRemove(number, out _);
            if (!isAnswered)
            {
                journal.End(number);
            }
        }
    }

    private static int StatusOf(ReceiverScript script, int endpoint, string instance, long number, bool isRepeat) =>
        script.StatusOfEndpoint.TryGetValue(endpoint, out var its) ? its
        : script.StatusOf.TryGetValue(instance, out var own) ? own
        : isRepeat && number % 2 == 0 ? script.StatusOfSecond ?? script.Status
        : script.Status;

    /// <summary>Null where the request waited for nothing.</summary>
    private async Task<ReceiverScript?> ScriptToAnswerByAsync(int endpoint, CancellationToken aborted)
    {
        for (var isInVain = false; ;)
        {
            Task changed;
            lock (_gate)
            {
                var isHeldAlone = _script.HeldEndpoints.Contains(endpoint);
                if (!_script.Holds && !isHeldAlone)
                {
                    return isInVain ? null : _script;
                }

                isInVain |= isHeldAlone;
                changed = _changed.Task;
            }

            await changed.WaitAsync(aborted);
        }
    }

    private int DelayOf(ReceiverScript script)
    {
        lock (_gate)
        {
            return _random.Next(script.MostDelay + 1);
        }
    }
}
