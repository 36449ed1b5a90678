using System.Net.Sockets;
using Microsoft.Data.SqlClient;
using WebhookKit.SqlServer.Emulation.Faults;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.SqlServer.Emulation.Scripted;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Tests.Wire;

/// <summary>What the real client makes of each fault.</summary>
internal sealed class FaultTests
{
    private const int TimedOut = -2;

    private static readonly SqlType Int = new(SqlTypeKind.Int);

    private ScriptedSqlServer _server = null!;
    private SqlConnection _connection = null!;

    [SetUp]
    public async Task ConnectAsync()
    {
        _server = new ScriptedSqlServer();
        _server.Answer("SELECT n", new ScriptedAnswer { Columns = [("n", Int)], Rows = [[1], [2], [3]] });
        _connection = await TestServer.OpenAsync(_server.ConnectionString() + ";Pooling=False;ConnectRetryCount=0");
    }

    [TearDown]
    public async Task DisconnectAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestCase(1205, 13)]
    [TestCase(1222, 16)]
    [TestCase(10928, 16)]
    [TestCase(40613, 17)]
    public async Task An_error_arrives_with_its_number_and_class(int number, byte severity)
    {
        _server.Faults.Add("SELECT n", FaultAction.Error(number, severity, "as planned"));

        var error = await Failure.OfAsync(() => ReadAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((error.Number, error.Class, error.Message), Is.EqualTo((number, severity, "as planned")));
            Assert.That(await ReadAsync(), Is.EqualTo(new[] { 1, 2, 3 }), "the connection stays usable");
        }
    }

    [Test]
    public async Task An_error_of_class_20_ends_the_connection()
    {
        _server.Faults.Add("SELECT n", FaultAction.Error(596, 21, "killed"));

        var error = await Failure.OfAsync(() => ReadAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Number, Is.EqualTo(596));
            Assert.That(() => ReadAsync(), Throws.InstanceOf<Exception>());
        }
    }

    [TestCase(40613)]
    [TestCase(18456)]
    public async Task An_error_at_login_arrives_with_its_number(int number)
    {
        _server.Faults.Add(SqlRequestKind.Login, FaultAction.Error(number, 14, "not now"), times: int.MaxValue);

        var error = await Failure.OfAsync(() => TestServer.OpenAsync(_server.ConnectionString() + ";Pooling=False;ConnectRetryCount=0"));

        Assert.That(error.Number, Is.EqualTo(number));
    }

    [Test]
    public async Task A_hanging_statement_times_out_and_the_connection_stays_usable()
    {
        _server.Faults.Add("SELECT n", FaultAction.Hang);

        var error = await Failure.OfAsync(() => ReadAsync(timeout: 1));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Number, Is.EqualTo(TimedOut));
            Assert.That(await ReadAsync(), Is.EqualTo(new[] { 1, 2, 3 }));
        }
    }

    [Test]
    public async Task A_hanging_statement_can_be_cancelled()
    {
        var hang = _server.Faults.Add("SELECT n", FaultAction.Hang);
        using var cancelling = new CancellationTokenSource();

        var reading = ReadAsync(cancellationToken: cancelling.Token);
        await hang.Struck;
        await cancelling.CancelAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => reading, Throws.InstanceOf<SqlException>().Or.InstanceOf<OperationCanceledException>());
            Assert.That(await ReadAsync(), Is.EqualTo(new[] { 1, 2, 3 }));
        }
    }

    [Test]
    public async Task A_connection_can_be_cut_before_the_answer([Values] bool afterEffect)
    {
        _server.Faults.Add("SELECT n", afterEffect ? FaultAction.DropAfter : FaultAction.DropBefore);

        AssertReset(await Failure.OfAsync(() => ReadAsync()));
    }

    [Test]
    public async Task A_connection_can_be_cut_within_the_answer([Values(0, 2)] int rows)
    {
        _server.Faults.Add("SELECT n", FaultAction.DropDuring(rows));
        var seen = new List<int>();

        var error = await Failure.OfAsync(() => ReadAsync(seen: seen));

        using (Assert.EnterMultipleScope())
        {
            AssertReset(error);
            Assert.That(seen, Is.EqualTo(Enumerable.Range(1, rows)));
        }
    }

    [Test]
    public async Task A_connection_can_be_cut_at_commit([Values] bool afterEffect)
    {
        _server.Faults.Add(SqlRequestKind.Commit, afterEffect ? FaultAction.DropAfter : FaultAction.DropBefore);
        await using var transaction = (SqlTransaction)await _connection.BeginTransactionAsync();

        AssertReset(await Failure.OfAsync(() => transaction.CommitAsync()));
    }

    [Test]
    public async Task A_fault_hits_the_occurrence_that_it_is_for()
    {
        var fault = _server.Faults.Add("SELECT n", FaultAction.Error(1205, 13, "deadlock"), occurrence: 2, times: 2);

        await ReadAsync();
        await Failure.OfAsync(() => ReadAsync());
        await Failure.OfAsync(() => ReadAsync());
        await ReadAsync();

        Assert.That(fault.Strikes, Is.EqualTo(2));
    }

    [Test]
    public async Task A_deadlock_ends_the_transaction()
    {
        _server.Faults.Add("SELECT n", FaultAction.Error(1205, 13, "deadlock"));
        await using var transaction = (SqlTransaction)await _connection.BeginTransactionAsync();
        await using var command = new SqlCommand("SELECT n", _connection, transaction);

        await Failure.OfAsync(() => command.ExecuteScalarAsync());

        Assert.That(() => transaction.CommitAsync(), Throws.InvalidOperationException);
    }

    private static void AssertReset(SqlException error)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Class, Is.EqualTo(20));
            Assert.That(Causes(error).OfType<SocketException>(), Is.Not.Empty);
        }
    }

    private static IEnumerable<Exception> Causes(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            yield return error;
        }
    }

    private async Task<List<int>> ReadAsync(int timeout = 30, List<int>? seen = null, CancellationToken cancellationToken = default)
    {
        seen ??= [];
        await using var command = new SqlCommand("SELECT n", _connection) { CommandTimeout = timeout };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            seen.Add(reader.GetInt32(0));
        }

        return seen;
    }
}
