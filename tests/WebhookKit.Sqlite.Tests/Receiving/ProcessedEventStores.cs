using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Receiving;

namespace WebhookKit.Sqlite.Tests.Receiving;

/// <summary>Stores of processed events over one database, as receivers open them.</summary>
internal sealed class ProcessedEventStores
{
    private readonly StoreFile _file = new();
    private readonly List<ServiceProvider> _providers = [];

    public StoreFile Database => _file;

    public ValueTask<IProcessedEventStore> OpenAsync(TimeProvider? clock = null)
    {
        var provider = new ServiceCollection().AddSingleton(clock ?? TimeProvider.System).AddSqliteProcessedEvents(options => options.ConnectionString = _file.ConnectionString).BuildServiceProvider();
        lock (_providers)
        {
            _providers.Add(provider);
        }

        return new(provider.GetRequiredService<IProcessedEventStore>());
    }

    public async ValueTask RemoveAsync()
    {
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        _providers.Clear();
        await _file.RemoveAsync();
    }
}
