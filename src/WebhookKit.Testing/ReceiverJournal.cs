namespace WebhookKit.Testing;

/// <summary>The requests in the order of arrival, and those who wait for more of them.</summary>
internal sealed class ReceiverJournal
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedRequest> _requests = [];
    private TaskCompletionSource _arrival = NewArrival();

    public IReadOnlyList<ReceivedRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _requests];
        }
    }

    public void Add(Func<int, ReceivedRequest> create)
    {
        TaskCompletionSource arrived;
        lock (_lock)
        {
            _requests.Add(create(_requests.Count + 1));
            arrived = _arrival;
            _arrival = NewArrival();
        }

        arrived.SetResult();
    }

    public async Task<IReadOnlyList<ReceivedRequest>> WaitAsync(
        Func<IReadOnlyList<ReceivedRequest>, bool> condition, TimeSpan timeout, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // A test's deadline is real time, also where the host under test runs on a clock of its own.
        using var deadline = new CancellationTokenSource(timeout);
#pragma warning restore RS0030
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);

        while (true)
        {
            // Taken before the look, so that what arrives in between ends the wait.
            var arrival = CurrentArrival();
            var requests = Snapshot();
            if (condition(requests))
            {
                return requests;
            }

            try
            {
                await arrival.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException(Describe(timeout, requests));
            }
        }
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Describe(TimeSpan timeout, IReadOnlyList<ReceivedRequest> requests)
    {
        var paths = requests.CountBy(request => request.Path).Select(path => $"{path.Value} at {path.Key}");
        return $"What the test waits for did not arrive within {timeout}. Requests so far: {requests.Count} ({string.Join(", ", paths)}).";
    }

    private Task CurrentArrival()
    {
        lock (_lock)
        {
            return _arrival.Task;
        }
    }
}
