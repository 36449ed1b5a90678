using Dapper;
using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests.Live;

/// <summary>A session that is ended under a statement leaves the caller without an answer. Asking again does no harm.</summary>
internal sealed class KilledSessionTests : LiveFixture
{
    [TestCaseSource(typeof(TestedServers), nameof(TestedServers.Live))]
    public async Task An_event_whose_session_was_ended_is_published_again_and_stored_once(ITestedServer server)
    {
        var store = await StartAsync(server);
        var endpoint = await AddEndpointAsync(store);
        var published = Data.Event();
        await using var connection = await Database.ConnectAsync();
        var host = await SessionOfAsync(connection);
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();

        // The same id, not yet committed: whoever stores it has to wait.
        await store.Outbox.AppendAsync(new AppendRequest { Events = [published], Transaction = transaction });
        var appending = store.Outbox.AppendAsync(new AppendRequest { Events = [published] }).AsTask();
        var waiting = await WaitUntilBlockedByAsync(host);
        await using (var administrator = new SqlConnection(Database.ConnectionString))
        {
            await administrator.ExecuteAsync($"KILL {waiting}");
        }

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(() => appending);
        await transaction.RollbackAsync();
        var again = await store.Outbox.AppendAsync(new AppendRequest { Events = [published] });

        Assert.That(failure!.IsTransient, Is.True, failure.Message);
        Assert.That(again.Events.Single().Outcome, Is.EqualTo(AppendOutcome.Stored));
        Assert.That(await DueAsync(store, endpoint), Is.EqualTo([DeliveryId.First(published.Id, endpoint)]));
    }

    [TestCaseSource(typeof(TestedServers), nameof(TestedServers.Live))]
    public async Task An_outcome_whose_session_was_ended_is_recorded_again_and_counts_once(ITestedServer server)
    {
        var store = await StartAsync(server);
        var endpoint = await AddEndpointAsync(store);
        var delivery = await QueueAsync(store, endpoint);
        var outcome = new OutcomeBatch { Outcomes = [Data.Success(delivery)] };
        await using var connection = await Database.ConnectAsync();
        var host = await SessionOfAsync(connection);
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();
        await HoldAsync(transaction, delivery);
        var recording = store.Deliveries.RecordAsync(outcome).AsTask();
        var waiting = await WaitUntilBlockedByAsync(host);
        await using (var administrator = new SqlConnection(Database.ConnectionString))
        {
            await administrator.ExecuteAsync($"KILL {waiting}");
        }

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(() => recording);
        await transaction.RollbackAsync();

        Assert.That(failure!.IsTransient, Is.True, failure.Message);
        Assert.That((await store.Deliveries.RecordAsync(outcome)).Applied, Is.EqualTo([true]));
        Assert.That((await store.Deliveries.RecordAsync(outcome)).Applied, Is.EqualTo([true]));
        Assert.That((await store.History.FindDeliveryAsync(new DeliveryQuery { Id = delivery }))!.Attempts, Has.Count.EqualTo(1));
    }
}
