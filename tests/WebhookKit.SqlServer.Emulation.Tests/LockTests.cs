using Dapper;
using Microsoft.Data.SqlClient;

namespace WebhookKit.SqlServer.Emulation.Tests;

internal sealed class LockTests : DatabaseTest
{
    private SqlConnection _other = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        await ExecuteAsync("CREATE TABLE things (id int NOT NULL PRIMARY KEY, n int NOT NULL DEFAULT (0)); INSERT INTO things (id) VALUES (1), (2), (3)");
        _other = await OpenAsync();
    }

    [TearDown]
    public ValueTask CloseAsync() => _other.DisposeAsync();

    [Test]
    public async Task Two_that_wait_for_each_other_are_a_deadlock()
    {
        await ExecuteAsync("BEGIN TRANSACTION; UPDATE things SET n = 1 WHERE id = 1");
        await _other.ExecuteAsync("BEGIN TRANSACTION; UPDATE things SET n = 2 WHERE id = 2");

        Task<int>[] crossing = [Connection.ExecuteAsync("UPDATE things SET n = 1 WHERE id = 2"), _other.ExecuteAsync("UPDATE things SET n = 2 WHERE id = 1")];
        var error = await Failure.OfAsync(() => Task.WhenAll(crossing));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((error.Number, error.Class), Is.EqualTo((1205, 13)));
            Assert.That(crossing.Count(task => task.IsFaulted), Is.EqualTo(1), "one of the two goes on");
            var victim = crossing[0].IsFaulted ? Connection : _other;
            Assert.That(await victim.ExecuteScalarAsync<int>("SELECT @@TRANCOUNT"), Is.Zero);
        }
    }

    [Test]
    public async Task Patience_with_a_lock_ends()
    {
        await _other.ExecuteAsync("BEGIN TRANSACTION; UPDATE things SET n = 2 WHERE id = 1");

        Assert.That((await RefusedAsync("SET LOCK_TIMEOUT 50; UPDATE things SET n = 1 WHERE id = 1")).Number, Is.EqualTo(1222));
    }

    [Test]
    public async Task Locked_rows_are_passed_over()
    {
        await _other.ExecuteAsync("BEGIN TRANSACTION; SELECT id FROM things WITH (UPDLOCK, ROWLOCK) WHERE id = 2");

        var free = await ColumnAsync<int>("SELECT id FROM things WITH (UPDLOCK, READPAST) ORDER BY id");
        var changed = await ColumnAsync<int>("UPDATE things WITH (READPAST) SET n = 1 OUTPUT inserted.id");
        var deleted = await ColumnAsync<int>("DELETE TOP (5) FROM things WITH (READPAST) OUTPUT deleted.id");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(free, Is.EqualTo(new[] { 1, 3 }));
            Assert.That(changed, Is.EquivalentTo(new[] { 1, 3 }));
            Assert.That(deleted, Is.EquivalentTo(new[] { 1, 3 }));
        }
    }

    [TestCase("Transaction")]
    [TestCase("Session")]
    public async Task A_named_lock_is_held_by_one(string owner)
    {
        var take = $"""
            DECLARE @result int;
            EXEC @result = sp_getapplock @Resource = N'upgrade', @LockMode = N'Exclusive', @LockOwner = N'{owner}', @LockTimeout = 50;
            SELECT @result;
            """;
        await ExecuteAsync("BEGIN TRANSACTION");
        await _other.ExecuteAsync("BEGIN TRANSACTION");

        var first = await ScalarAsync<int>(take);
        var second = await _other.ExecuteScalarAsync<int>(take);
        await ExecuteAsync("COMMIT TRANSACTION");
        if (owner == "Session")
        {
            const string Release = "DECLARE @result int; EXEC @result = sp_releaseapplock @Resource = N'upgrade', @LockOwner = N'Session'; SELECT @result";
            Assert.That(await ScalarAsync<int>(Release), Is.Zero);
        }

        var third = await _other.ExecuteScalarAsync<int>(take);

        Assert.That((first, second, third), Is.EqualTo((0, -1, 0)));
    }

    [Test]
    public async Task A_range_that_is_held_is_inserted_into_by_one()
    {
        const string Add = "INSERT INTO things (id) SELECT @id WHERE NOT EXISTS (SELECT 1 FROM things WITH (UPDLOCK, HOLDLOCK) WHERE id = @id)";

        await using var connections = new ConnectionGroup(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync())));
        var added = await Task.WhenAll(connections.Select(async connection =>
        {
            var count = 0;
            for (var id = 100; id < 130; id++)
            {
                count += await connection.ExecuteAsync(Add, new { id });
            }

            return count;
        }));

        Assert.That(added.Sum(), Is.EqualTo(30));
    }

    [Test]
    public async Task Claims_do_not_overlap()
    {
        const string Claim = """
            WITH due AS (
                SELECT TOP (@count) d.id, d.n FROM things AS d WITH (UPDLOCK, READPAST, ROWLOCK) WHERE d.n = 0 ORDER BY d.id
            )
            UPDATE due SET n = n + @owner OUTPUT inserted.id;
            """;
        await ExecuteAsync("""
            DECLARE @id int = 4;
            WHILE @id <= 500
            BEGIN
                INSERT INTO things (id) VALUES (@id);
                SET @id = @id + 1;
            END;
            """);

        await using var connections = new ConnectionGroup(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync())));
        var claimed = await Task.WhenAll(connections.Select(async (connection, i) =>
        {
            var mine = new List<int>();
            while ((await connection.QueryAsync<int>(Claim, new { count = 20, owner = i + 1 })).ToList() is { Count: > 0 } page)
            {
                mine.AddRange(page);
            }

            return mine;
        }));

        Assert.That(claimed.SelectMany(ids => ids).Order(), Is.EqualTo(Enumerable.Range(1, 500)));
    }

    [Test]
    public async Task A_wait_can_be_cancelled_and_the_transaction_goes_on()
    {
        await _other.ExecuteAsync("BEGIN TRANSACTION; UPDATE things SET n = 2 WHERE id = 1");
        await ExecuteAsync("BEGIN TRANSACTION; UPDATE things SET n = 1 WHERE id = 3");

        var error = await Failure.OfAsync(() => Connection.ExecuteAsync("UPDATE things SET n = 1 WHERE id = 1", commandTimeout: 1));
        await ExecuteAsync("COMMIT TRANSACTION");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Number, Is.EqualTo(-2));
            Assert.That(await ScalarAsync<int>("SELECT n FROM things WHERE id = 3"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_cancelled_wait_ends_the_transaction_under_xact_abort()
    {
        await _other.ExecuteAsync("BEGIN TRANSACTION; UPDATE things SET n = 2 WHERE id = 1");

        await Failure.OfAsync(() => Connection.ExecuteAsync(
            "SET XACT_ABORT ON; BEGIN TRANSACTION; UPDATE things SET n = 1 WHERE id = 3; UPDATE things SET n = @n WHERE id = 1; COMMIT TRANSACTION",
            new { n = 1 },
            commandTimeout: 1));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ScalarAsync<int>("SELECT @@TRANCOUNT"), Is.Zero);
            Assert.That(await ScalarAsync<int>("SELECT n FROM things WHERE id = 3"), Is.Zero);
        }
    }
}
