using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Receiving;
using WebhookKit.SqlServer.Tests.Servers;

namespace WebhookKit.SqlServer.Tests.Receiving;

/// <summary>Stores of processed events over one database, as receivers open them.</summary>
internal sealed class ProcessedEventStores(ITestedServer server)
{
    private TestDatabase _database = new(server);

    public TestDatabase Database => _database;

    public async ValueTask<IProcessedEventStore> CreateAsync(TimeProvider? clock = null)
    {
        _database = new TestDatabase(server);
        await _database.CreateAsync();
        return Open(clock);
    }

    public IProcessedEventStore Open(TimeProvider? clock = null) => new ServiceCollection()
        .AddSingleton(clock ?? TimeProvider.System)
        .AddSqlServerProcessedEvents(options => (options.ConnectionString, options.Schema) = (_database.ConnectionString, _database.Schema))
        .BuildServiceProvider().GetRequiredService<IProcessedEventStore>();

    public ValueTask RemoveAsync() => _database.RemoveAsync();
}
