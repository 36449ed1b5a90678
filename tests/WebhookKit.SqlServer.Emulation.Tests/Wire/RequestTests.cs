using System.Data;
using System.Transactions;
using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Emulation.Requests;
using IsolationLevel = System.Data.IsolationLevel;

namespace WebhookKit.SqlServer.Emulation.Tests.Wire;

/// <summary>What the real client asks.</summary>
internal sealed class RequestTests
{
    private ScriptedSqlServer _server = null!;

    [SetUp]
    public void Start() => _server = new ScriptedSqlServer();

    [TearDown]
    public async Task StopAsync()
    {
        await using (var last = new SqlConnection(_server.ConnectionString()))
        {
            SqlConnection.ClearPool(last);
        }

        await _server.DisposeAsync();
    }

    [Test]
    public async Task Parameters_are_recorded_as_they_are_declared()
    {
        await using var connection = await TestServer.OpenAsync(_server.ConnectionString());
        await using var command = new SqlCommand("SELECT @id, @at, @text, @bytes", connection);
        command.Parameters.Add("@id", SqlDbType.BigInt).Value = 7L;
        command.Parameters.Add(new SqlParameter("@at", SqlDbType.DateTime2) { Scale = 3, Value = new DateTime(2026, 11, 26) });
        command.Parameters.Add("@text", SqlDbType.NVarChar, 128).Value = "abc";
        command.Parameters.Add("@bytes", SqlDbType.VarBinary, -1).Value = DBNull.Value;

        await command.ExecuteNonQueryAsync();

        Assert.That(
            _server.Requests.Statements,
            Has.One.EqualTo(("SELECT @id, @at, @text, @bytes", "@id bigint,@at datetime2(3),@text nvarchar(128),@bytes varbinary(max) ")).Or
                .One.EqualTo(("SELECT @id, @at, @text, @bytes", "@id bigint,@at datetime2(3),@text nvarchar(128),@bytes varbinary(max)")));
    }

    /// <summary>From 4,001 characters on the driver sends them as ntext, which has another form.</summary>
    [TestCase(4_000)]
    [TestCase(4_001)]
    [TestCase(100_000)]
    public async Task Statements_may_be_long(int length)
    {
        const string Statement = "SELECT @id";
        var text = Statement.PadRight(length);
        await using var connection = await TestServer.OpenAsync(_server.ConnectionString());
        await using var command = new SqlCommand(text, connection);
        command.Parameters.Add("@id", SqlDbType.BigInt).Value = 7L;

        await command.ExecuteNonQueryAsync();

        Assert.That(_server.Requests.Statements, Has.One.EqualTo((text, "@id bigint")));
    }

    [Test]
    public async Task Transactions_and_savepoints_are_requests_of_their_own()
    {
        await using var connection = await TestServer.OpenAsync(_server.ConnectionString());
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(IsolationLevel.Snapshot);
        await transaction.SaveAsync("here");
        await transaction.RollbackAsync("here");
        await transaction.CommitAsync();

        var asked = _server.Requests.Latest.Select(request => (request.Kind, request.Text)).Where(request => request.Kind != SqlRequestKind.Login);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked, Is.EqualTo(new[]
            {
                (SqlRequestKind.Begin, ""), (SqlRequestKind.Save, "here"), (SqlRequestKind.Rollback, "here"), (SqlRequestKind.Commit, ""),
            }));
            Assert.That(_server.Requests.Latest.Single(request => request.Kind == SqlRequestKind.Begin).IsolationLevel, Is.EqualTo(IsolationLevel.Snapshot));
        }
    }

    [Test]
    public async Task A_scope_that_stays_local_begins_and_commits([Values] bool completes)
    {
        using (var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await using var connection = await TestServer.OpenAsync(_server.ConnectionString());
            await using var command = new SqlCommand("SELECT 1", connection);
            await command.ExecuteNonQueryAsync();
            if (completes)
            {
                scope.Complete();
            }
        }

        var kinds = _server.Requests.Latest.Select(request => request.Kind);

        Assert.That(kinds, Is.EqualTo(new[]
        {
            SqlRequestKind.Login, SqlRequestKind.Begin, SqlRequestKind.Batch, completes ? SqlRequestKind.Commit : SqlRequestKind.Rollback,
        }));
    }

    [Test]
    public async Task A_pooled_connection_is_used_again()
    {
        for (var i = 0; i < 3; i++)
        {
            await using var connection = await TestServer.OpenAsync(_server.ConnectionString());
            await using var command = new SqlCommand("SELECT 1", connection);
            await command.ExecuteNonQueryAsync();
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_server.Requests.Latest.Count(request => request.Kind == SqlRequestKind.Login), Is.EqualTo(1));
            Assert.That(_server.Requests.Latest.Count(request => request.HasStatements), Is.EqualTo(3));
        }
    }
}
