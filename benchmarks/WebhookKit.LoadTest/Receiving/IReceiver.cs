using WebhookKit.LoadTest.Loading;

namespace WebhookKit.LoadTest.Receiving;

/// <summary>The receiver, seen from the process that measures.</summary>
internal interface IReceiver : IAsyncDisposable
{
    /// <summary>Whether it tells what arrived and when; one that does not still counts.</summary>
    bool Notes { get; }

    TimeSpan CpuTime { get; }

    /// <summary>Where an endpoint of a plan listens.</summary>
    string HookUrl(EndpointPlan plan, int endpoint);

    /// <summary>How many requests have arrived since they were last taken.</summary>
    Task<int> CountAsync();

    /// <summary>Takes what has arrived since the last time; nothing where it does not tell.</summary>
    Task<Arrival[]> TakeAsync();
}
