using WebhookKit.Chaos.Arguments;

namespace WebhookKit.Chaos.Databases;

/// <summary>A database of a scenario's own, which goes away with it.</summary>
internal interface IChaosStore : IAsyncDisposable
{
    StoreKind Kind { get; }

    /// <summary>How every process reaches it.</summary>
    string ConnectionString { get; }
}
