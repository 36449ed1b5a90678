using WebhookKit.LoadTest.Databases;
using WebhookKit.LoadTest.Loading;

namespace WebhookKit.LoadTest.Peers;

/// <summary>What somebody would use instead of us to make signed requests from a database.</summary>
internal interface IPeer
{
    string Name { get; }

    /// <summary>Makes its tables.</summary>
    Task PrepareAsync(ILoadDatabase database);

    /// <summary>Queues deliveries, one for each event.</summary>
    Task<IReadOnlyCollection<PublishedEvent>> QueueAsync(ILoadDatabase database, IReadOnlyList<PeerDelivery> deliveries);

    /// <summary>Starts delivering what is queued.</summary>
    /// <returns>What stops it.</returns>
    Task<IAsyncDisposable> StartAsync(ILoadDatabase database);
}
