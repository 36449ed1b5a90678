using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Emulation.Faults;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests.Wire;

/// <summary>A commit that nobody answers must not leave its locks behind: whoever asks for the same next would wait for them.</summary>
internal sealed class UnansweredCommitTests : WireFixture
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Test]
    public async Task The_store_leaves_no_transaction_open_on_the_server()
    {
        await AddEndpointAsync();
        var request = new AppendRequest { Events = [Data.Event(idempotencyKey: "one"), Data.Event(idempotencyKey: "two")] };
        Port.Faults.Add(IsCommit, FaultAction.Hang);

        var succeeded = await TryAsync(() => Faulted.Outbox.AppendAsync(request));
        var others = await Store.Outbox.AppendAsync(request).AsTask().WaitAsync(Patience);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(succeeded, Is.False);
            Assert.That(others.Events.Select(item => item.Outcome), Is.All.EqualTo(AppendOutcome.Stored));
            Assert.That(Port.Requests.Latest[^1].Kind, Is.EqualTo(SqlRequestKind.Rollback));
        }
    }

    [Test]
    public async Task Neither_does_a_host_that_commits_by_the_statement_that_the_documentation_names()
    {
        await AddEndpointAsync();
        var request = new AppendRequest { Events = [Data.Event()] };
        Port.Faults.Add(IsCommit, FaultAction.Hang);

        Assert.That(() => PublishAsync(request.Events[0]), Throws.InstanceOf<SqlException>().With.Property(nameof(SqlException.Number)).EqualTo(-2));
        var others = await Store.Outbox.AppendAsync(request).AsTask().WaitAsync(Patience);

        Assert.That(others.Events.Single().Outcome, Is.EqualTo(AppendOutcome.Stored));
    }

    private async Task PublishAsync(WebhookEvent item)
    {
        await using var connection = new SqlConnection(FaultedConnectionString);
        await connection.OpenAsync();
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();
        await Faulted.Outbox.AppendAsync(new AppendRequest { Events = [item], Transaction = transaction });
        await using var commit = new SqlCommand("SET XACT_ABORT ON; COMMIT TRANSACTION;", connection, transaction);
        await commit.ExecuteNonQueryAsync();
    }
}
