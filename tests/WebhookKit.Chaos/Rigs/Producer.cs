using System.Diagnostics;
using System.Globalization;
using WebhookKit.Chaos.Processes;
using WebhookKit.Chaos.Producing;

namespace WebhookKit.Chaos.Rigs;

/// <summary>The producer, seen from the process that starts it.</summary>
internal sealed class Producer : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PublishPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private readonly ChildProcess _process;
    private int _published;

    private Producer(ChildProcess process, ProducerPlan plan) => (_process, Plan) = (process, plan);

    public ProducerPlan Plan { get; }

    /// <summary>When it was done the last time, by the machine's monotonic clock.</summary>
    public long DoneAt { get; private set; } = Stopwatch.GetTimestamp();

    public static async Task<Producer> StartAsync(ProducerPlan plan, CancellationToken cancellationToken)
    {
        var producer = new Producer(OwnProgram.Start(ProducerServer.Verb, plan), plan);
        try
        {
            await producer._process.WaitForLineAsync(ProducerServer.Ready, StartPatience, cancellationToken);
            return producer;
        }
        catch
        {
            await producer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has it publish some more events, and does not wait.</summary>
    public Task BeginAsync(int events)
    {
        _published += events;
        return _process.TellAsync(events.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>SIGKILL: of what it has begun to publish nothing is known.</summary>
    public async Task KillAsync()
    {
        await _process.KillAsync();
        DoneAt = Stopwatch.GetTimestamp();
    }

    /// <summary>Has it publish some more events, and waits until it has.</summary>
    public async Task PublishAsync(int events, CancellationToken cancellationToken)
    {
        await BeginAsync(events);
        await _process.WaitForLineAsync($"{ProducerServer.Done}{_published}", PublishPatience, cancellationToken);
        DoneAt = Stopwatch.GetTimestamp();
    }

    /// <summary>Has it publish some more events, evenly over a time as far as it can, and waits until it has.</summary>
    public async Task PublishOverAsync(int events, TimeSpan time, CancellationToken cancellationToken)
    {
        var publishing = Stopwatch.StartNew();
        for (var published = 0; published < events; await Task.Delay(Tick, cancellationToken))
        {
            var due = (int)Math.Min(events, events * (publishing.Elapsed / time)) - published;
            if (due > 0)
            {
                await PublishAsync(due, cancellationToken);
                published += due;
            }
        }
    }

    /// <summary>Ends it in good order: all it has written down is on disk then.</summary>
    public Task EndAsync() => _process.EndAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
