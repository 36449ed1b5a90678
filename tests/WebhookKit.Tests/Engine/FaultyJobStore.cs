using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>A store whose steps fail: every other call, in turn before anything is done and after all is committed.</summary>
internal sealed class FaultyJobStore(IJobStore store) : IJobStore
{
    private int _calls;

    /// <summary>How many steps have failed.</summary>
    public int Failures { get; private set; }

    public ValueTask<JobRecord> CreateAsync(JobCreation creation, CancellationToken cancellationToken = default) => store.CreateAsync(creation, cancellationToken);

    public ValueTask<JobRecord?> FindAsync(JobQuery query, CancellationToken cancellationToken = default) => store.FindAsync(query, cancellationToken);

    public ValueTask<JobPage> ListAsync(JobListQuery query, CancellationToken cancellationToken = default) => store.ListAsync(query, cancellationToken);

    public async ValueTask<JobRecord?> AdvanceAsync(JobStep step, CancellationToken cancellationToken = default)
    {
        var call = ++_calls % 4;
        FailIf(call == 1);
        var advanced = await store.AdvanceAsync(step, cancellationToken);
        FailIf(call == 3);
        return advanced;
    }

    public ValueTask<CancelOutcome> CancelAsync(JobCancellation cancellation, CancellationToken cancellationToken = default) =>
        store.CancelAsync(cancellation, cancellationToken);

    public ValueTask<MissedEventPage> ReadMissedAsync(MissedEventQuery query, CancellationToken cancellationToken = default) =>
        store.ReadMissedAsync(query, cancellationToken);

    public ValueTask<int> PurgeAsync(JobPurge purge, CancellationToken cancellationToken = default) => store.PurgeAsync(purge, cancellationToken);

    private void FailIf(bool fails)
    {
        if (fails)
        {
            Failures++;
            throw new WebhookStoreException("The connection was lost.", isTransient: true);
        }
    }
}
