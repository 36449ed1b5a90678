using WebhookKit.EndToEnd.Tests.Programs;

namespace WebhookKit.EndToEnd.Tests.Orders;

/// <summary>An empty database, and the sample that runs on it.</summary>
internal interface IOrdersDatabase : IAsyncDisposable
{
    /// <summary>Starts the sample, and waits until it listens.</summary>
    /// <param name="configuration">Its configuration, by environment variable.</param>
    Task<OrdersApiProgram> StartAsync(params (string Name, string Value)[] configuration);

    /// <summary>The ids of all orders that it has kept, past the sample's own API.</summary>
    Task<IReadOnlyList<string>> ReadOrderIdsAsync();
}
