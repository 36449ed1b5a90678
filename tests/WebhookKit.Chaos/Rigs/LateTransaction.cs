using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Producing;

namespace WebhookKit.Chaos.Rigs;

/// <summary>
/// A host's transaction in which an event for each owner has been published, and which stays open. It is held by the process
/// that runs the scenario, because that knows when to commit.
/// </summary>
internal sealed class LateTransaction : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly ProducerJournal _journal;
    private readonly IReadOnlyList<FixedEvent> _events;
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;

    private LateTransaction(IHost host, ProducerJournal journal, IReadOnlyList<FixedEvent> events, DbConnection connection, DbTransaction transaction) =>
        (_host, _journal, _events, _connection, _transaction) = (host, journal, events, connection, transaction);

    public int Count => _events.Count;

    public static async Task<LateTransaction> BeginAsync(ChaosRig rig)
    {
        var host = HostServer.Build(rig.NextHost() with { Instance = "late", Delivers = false });
        await host.StartAsync(rig.Ending);
        FixedEvent[] events = [.. rig.Plan.EndpointsOf.Keys.Select(owner => new FixedEvent($"late-{owner}", owner, new EventId(Guid.CreateVersion7())))];
        var connection = await StoreAccess.OpenAsync(rig.Store.Kind, rig.Store.ConnectionString);
        var late = new LateTransaction(host, new ProducerJournal(rig.AddJournal("late")), events, connection, await connection.BeginTransactionAsync(rig.Ending));
        await late.PublishAsync();
        return late;
    }

    public async Task CommitAsync()
    {
        await _transaction.CommitAsync();
        foreach (var one in _events)
        {
            _journal.End(one.Key, PublishState.Ok);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
        await _journal.DisposeAsync();
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task PublishAsync()
    {
        var publisher = _host.Services.GetRequiredService<IWebhookPublisher>();
        foreach (var one in _events)
        {
            await _journal.BeginAsync(one.Key, one.Owner, true);
            await OrderTable.AddAsync(_connection, _transaction, one.Key);
            await publisher.PublishAsync([new OutgoingEvent { Type = FixedEvent.Type, Owner = one.Owner, Payload = one.Payload }], _transaction);
        }
    }
}
