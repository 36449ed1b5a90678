using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Storage;

namespace WebhookKit.Jobs;

/// <summary>
/// Runs the jobs that are this instance's, one step of each in turn. A job goes with a partition, so that one instance runs it and another
/// takes it over within the time of a lease. Where two believe that it is theirs the store lets one of them make each step.
/// </summary>
internal sealed partial class JobKeeper : IEnginePart
{
    /// <summary>How many jobs are looked at. Those beyond it wait until others have ended.</summary>
    private const int MostJobs = 1000;

    /// <summary>How soon a new job is found beside others, and that one is to end.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How soon a job that another process started is found where there was none: an idle instance asks rarely. Jobs that come with a
    /// partition are looked for when it comes.
    /// </summary>
    private static readonly TimeSpan IdlePoll = TimeSpan.FromSeconds(10);

    private readonly IJobStore _store;
    private readonly JobStepper _stepper;
    private readonly JobSignal _signal;
    private readonly OwnedPartitions _owned;
    private readonly StoreClock _storeClock;
    private readonly TimeProvider _clock;
    private readonly ILogger<JobKeeper> _logger;
    private readonly EngineLoop _loop;
    private readonly Dictionary<JobId, JobPace> _paces = [];

    public JobKeeper(
        IJobStore store,
        JobStepper stepper,
        JobSignal signal,
        OwnedPartitions owned,
        StoreClock storeClock,
        TimeProvider clock,
        WebhookMetrics metrics,
        ILogger<JobKeeper> logger)
    {
        _store = store;
        _stepper = stepper;
        _signal = signal;
        _owned = owned;
        _storeClock = storeClock;
        _clock = clock;
        _logger = logger;
        _loop = new EngineLoop("jobs", TurnAsync, clock, metrics, logger);
    }

    public void Start()
    {
        _owned.Changed += _signal.Wake.Raise;
        _loop.Start();
    }

    public Task StopAsync(CancellationToken deadline)
    {
        _owned.Changed -= _signal.Wake.Raise;
        return _loop.StopAsync();
    }

    public void Dispose() => _loop.Dispose();

    private async Task TurnAsync(CancellationToken stopping)
    {
        await _storeClock.FirstReading.WaitAsync(stopping).ConfigureAwait(false);

        // Who owns nothing, which is so until the leases of a killed process have ended, has nothing to ask for.
        var mine = _owned.List().Count > 0 ? await FindMineAsync(stopping).ConfigureAwait(false) : [];
        Forget(mine);
        var wait = mine.Count > 0 ? Poll : IdlePoll;
        foreach (var record in mine)
        {
            var pace = PaceOf(record.Job.Id);
            if (pace.Wait <= TimeSpan.Zero)
            {
                await StepAsync(record, pace, stopping).ConfigureAwait(false);
            }

            wait = pace.Wait < wait ? pace.Wait : wait;
        }

        if (wait > TimeSpan.Zero)
        {
            await _signal.Wake.WaitAsync(wait, _clock, stopping).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<JobRecord>> FindMineAsync(CancellationToken stopping)
    {
        var page = await _store.ListAsync(new JobListQuery { HasEnded = false, Limit = MostJobs }, stopping).ConfigureAwait(false);
        return [.. page.Items.Where(record => _owned.LeaseOn(PartitionOf(record.Job.Id)) is not null)];
    }

    /// <summary>The last byte of a version 7 UUID is random.</summary>
    private static int PartitionOf(JobId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes);
        return bytes[^1] % EndpointId.PartitionCount;
    }

    private async Task StepAsync(JobRecord record, JobPace pace, CancellationToken stopping)
    {
        try
        {
            var advanced = await _stepper.StepAsync(record, JobPace.MostOf(record.Job), stopping).ConfigureAwait(false);
            pace.Made((advanced?.Job.Done - record.Job.Done) ?? 0, record.Job.Rate);
            if (advanced?.Job is { EndedAt: not null } ended)
            {
                Log.Ended(_logger, ended.Id, ended.Status, ended.Done, ended.Skipped);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            // One job that cannot go on must not hold up the others.
            Log.StepFailed(_logger, record.Job.Id, exception);
            pace.Failed();
        }
    }

    private JobPace PaceOf(JobId id)
    {
        if (!_paces.TryGetValue(id, out var pace))
        {
            _paces.Add(id, pace = new JobPace(_clock));
        }

        return pace;
    }

    private void Forget(IReadOnlyList<JobRecord> mine)
    {
        foreach (var gone in _paces.Keys.Except(mine.Select(record => record.Job.Id)).ToArray())
        {
            _paces.Remove(gone);
        }
    }
}
