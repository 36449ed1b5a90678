using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests.Wire;

/// <summary>Publishing: nothing lost and nothing twice, whatever happens to a statement, a commit or a login.</summary>
internal sealed class AppendFaultTests : WireFixture
{
    [TestCaseSource(typeof(WireFault), nameof(WireFault.OfStatements))]
    public async Task An_event_is_stored_once(WireFault fault)
    {
        var endpoint = await AddEndpointAsync();
        var request = new AppendRequest { Events = [Data.Event()] };
        var planned = Port.Faults.Add(IsAppend, fault.Action);

        var succeeded = await TryAsync(() => Faulted.Outbox.AppendAsync(request));
        var queued = await DueAsync(endpoint);
        var again = (await Faulted.Outbox.AppendAsync(request)).Events.Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(planned.Strikes, Is.EqualTo(1));
            Assert.That(queued, Has.Count.EqualTo(succeeded || fault.TookEffect ? 1 : 0), "after the fault");
            Assert.That(again.Outcome, Is.EqualTo(queued.Count == 1 ? AppendOutcome.Duplicate : AppendOutcome.Stored));
            Assert.That(await DueAsync(endpoint), Is.EqualTo([DeliveryId.First(again.Id, endpoint)]));
        }
    }

    [TestCaseSource(typeof(WireFault), nameof(WireFault.OfCommits))]
    public async Task Events_that_commit_together_are_stored_once(WireFault fault)
    {
        var endpoint = await AddEndpointAsync();
        var request = new AppendRequest { Events = [Data.Event(idempotencyKey: "one"), Data.Event(idempotencyKey: "two")] };
        var planned = Port.Faults.Add(IsCommit, fault.Action);

        var succeeded = await TryAsync(() => Faulted.Outbox.AppendAsync(request));
        var queued = await DueAsync(endpoint);
        await Faulted.Outbox.AppendAsync(request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((planned.Strikes, succeeded), Is.EqualTo((1, false)));
            Assert.That(queued, Has.Count.EqualTo(fault.TookEffect ? 2 : 0), "after the fault");
            Assert.That(await DueAsync(endpoint), Is.EquivalentTo(request.Events.Select(item => DeliveryId.First(item.Id, endpoint))));
        }
    }

    [TestCaseSource(typeof(WireFault), nameof(WireFault.OfCommits))]
    public async Task An_event_of_the_hosts_transaction_is_stored_with_it_or_not_at_all(WireFault fault)
    {
        var endpoint = await AddEndpointAsync();
        var item = Data.Event();
        Port.Faults.Add(SqlRequestKind.Commit, fault.Action);

        Assert.That(() => CommitAsync(item), Throws.InstanceOf<SqlException>());
        var queued = await DueAsync(endpoint);
        EndSessions(fault);
        await CommitAsync(item);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(queued, Has.Count.EqualTo(fault.TookEffect ? 1 : 0), "after the fault");
            Assert.That(await DueAsync(endpoint), Is.EqualTo([DeliveryId.First(item.Id, endpoint)]));
        }
    }

    [Test]
    public async Task A_deadlock_takes_the_hosts_transaction_and_says_so()
    {
        var endpoint = await AddEndpointAsync();
        var item = Data.Event();
        Port.Faults.Add(IsAppend, WireFault.OfStatements.First().Action);

        Assert.That(() => CommitAsync(item), Throws.InstanceOf<WebhookStoreException>().With.Property(nameof(WebhookStoreException.IsTransient)).True);
        var queued = await DueAsync(endpoint);
        await CommitAsync(item);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(queued, Is.Empty);
            Assert.That(await DueAsync(endpoint), Is.EqualTo([DeliveryId.First(item.Id, endpoint)]));
        }
    }

    [Test]
    public async Task A_login_that_is_refused_for_now_loses_nothing()
    {
        var endpoint = await AddEndpointAsync();
        var request = new AppendRequest { Events = [Data.Event()] };
        var refusal = Port.Faults.Add(SqlRequestKind.Login, WireFault.OfStatements.Single(fault => fault.Name == "failover").Action);

        var succeeded = await TryAsync(() => Faulted.Outbox.AppendAsync(request));
        await Faulted.Outbox.AppendAsync(request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refusal.Strikes, succeeded), Is.EqualTo((1, false)));
            Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Connections_that_were_cut_in_the_pool_are_replaced()
    {
        var endpoint = await AddEndpointAsync();
        await Faulted.Outbox.AppendAsync(new AppendRequest { Events = [Data.Event()] });
        Port.DropConnections();
        var request = new AppendRequest { Events = [Data.Event()] };

        await TryAsync(() => Faulted.Outbox.AppendAsync(request));
        await Faulted.Outbox.AppendAsync(request);

        Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(2));
    }

    private static bool IsAppend(SqlRequest request) =>
        request.HasStatements && request.Text.Contains("INSERT INTO", StringComparison.Ordinal) && request.Text.Contains(".events", StringComparison.Ordinal);

    // The driver gives such a connection up, but neither closes it nor rolls back: until the server ends the session, its locks stay.
    private void EndSessions(WireFault fault)
    {
        if (fault.LeavesTransaction)
        {
            Port.DropConnections();
        }
    }

    private async Task CommitAsync(WebhookEvent item)
    {
        await using var connection = new SqlConnection(FaultedConnectionString);
        await connection.OpenAsync();
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();
        await Faulted.Outbox.AppendAsync(new AppendRequest { Events = [item], Transaction = transaction });
        await transaction.CommitAsync();
    }
}
