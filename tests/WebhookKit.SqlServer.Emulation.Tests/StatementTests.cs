using Dapper;

namespace WebhookKit.SqlServer.Emulation.Tests;

/// <summary>Statements mean what they mean in T-SQL.</summary>
internal sealed class StatementTests : DatabaseTest
{
    [SetUp]
    public Task CreateAsync() => ExecuteAsync("""
        CREATE TABLE things (id int NOT NULL PRIMARY KEY, grp int NULL, name nvarchar(20) NULL, is_old bit NOT NULL DEFAULT (0), [at] datetime2(7) NULL);
        CREATE TABLE log (id int NOT NULL, note nvarchar(20) NULL, [at] datetime2(7) NULL);
        INSERT INTO things (id, grp, name) VALUES (1, 10, N'one'), (2, 10, N'two'), (3, NULL, NULL), (4, 20, N'four');
        """);

    [Test]
    public async Task A_count_of_changes_is_told_unless_nocount_is_on()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ExecuteAsync("UPDATE things SET grp = 1 WHERE id < 4"), Is.EqualTo(3));
            Assert.That(await ExecuteAsync("SET NOCOUNT ON; UPDATE things SET grp = 1 WHERE id < 4"), Is.EqualTo(-1));
        }
    }

    [Test]
    public async Task A_change_answers_what_was_and_what_is()
    {
        var changed = await Connection.QueryAsync<(int, string, string)>("UPDATE things SET name = N'new' OUTPUT inserted.id, deleted.name, inserted.name WHERE grp = 10");

        Assert.That(changed, Is.EquivalentTo(new[] { (1, "one", "new"), (2, "two", "new") }));
    }

    [Test]
    public async Task A_row_is_moved_by_its_deletion()
    {
        await ExecuteAsync("""
            DECLARE @gone TABLE (id int NOT NULL, why nvarchar(20) NULL);
            INSERT INTO @gone VALUES (1, N'old'), (2, N'gone'), (9, N'never');
            DELETE t OUTPUT deleted.id, g.why, NULL INTO log (id, note, [at]) FROM @gone AS g JOIN things AS t ON t.id = g.id WHERE g.why <> N'gone';
            """);

        Assert.That(await Connection.QueryAsync<(int, string)>("SELECT id, note FROM log"), Is.EqualTo(new[] { (1, "old") }));
    }

    [Test]
    public async Task An_insert_answers_into_a_table_variable()
    {
        var ids = await ColumnAsync<int>("""
            DECLARE @added TABLE (id int NOT NULL PRIMARY KEY);
            INSERT INTO things (id, name) OUTPUT inserted.id INTO @added (id) SELECT id + 10, name FROM things WHERE id <= 2;
            SELECT id FROM @added ORDER BY id;
            """);

        Assert.That(ids, Is.EqualTo(new[] { 11, 12 }));
    }

    // As Entity Framework Core inserts four rows or more whose keys the database makes.
    [Test]
    public async Task A_merge_that_only_inserts_says_which_row_got_which_key()
    {
        await ExecuteAsync("CREATE TABLE numbered (id int NOT NULL IDENTITY CONSTRAINT pk_numbered PRIMARY KEY, name nvarchar(20) NOT NULL)");
        var values = string.Join(", ", Enumerable.Range(0, 40).Select(i => $"(N'name {i}', {i})"));
        var merge = $"MERGE [numbered] USING (VALUES {values}) AS i ([name], _Position) ON 1=0 WHEN NOT MATCHED THEN INSERT ([name]) VALUES (i.[name])";

        var answered = (await Connection.QueryAsync<(int Id, int Position)>($"{merge} OUTPUT INSERTED.[id], i._Position;")).ToList();
        var count = await ExecuteAsync($"{merge};");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answered.Select(one => one.Position), Is.EqualTo(Enumerable.Range(0, 40)));
            Assert.That(
                await Connection.QueryAsync<(int, string)>("SELECT TOP (40) id, name FROM numbered ORDER BY id"),
                Is.EqualTo(answered.Select(one => (one.Id, $"name {one.Position}"))));
            Assert.That(count, Is.EqualTo(40));
        }
    }

    [Test]
    public async Task A_query_is_applied_to_each_row()
    {
        var heads = await Connection.QueryAsync<(int, int?)>("""
            SELECT wanted.n, head.id
            FROM (VALUES (10, 1), (20, 5), (30, 5)) AS wanted (n, room)
            OUTER APPLY (SELECT TOP (wanted.room) t.id FROM things AS t WITH (READPAST) WHERE t.grp = wanted.n ORDER BY t.id) AS head
            ORDER BY wanted.n;
            """);

        Assert.That(heads, Is.EqualTo(new (int, int?)[] { (10, 1), (20, 4), (30, null) }));
    }

    [Test]
    public async Task A_time_is_moved_and_measured()
    {
        var at = new DateTime(2026, 11, 26, 7, 0, 0).AddTicks(1);
        var parameters = new DynamicParameters();
        parameters.Add("at", at, System.Data.DbType.DateTime2);

        var (later, microseconds, days) = await Connection.QuerySingleAsync<(DateTime, long, int)>(
            """
            DECLARE @later datetime2(7) = DATEADD(millisecond, 1500, @at);
            SELECT @later, DATEDIFF_BIG(microsecond, @at, @later), DATEDIFF(day, '2026-11-25 23:59:59.9999999', @later);
            """,
            parameters);

        Assert.That((later, microseconds, days), Is.EqualTo((at.AddMilliseconds(1_500), 1_500_000L, 1)));
    }

    [Test]
    public async Task The_clock_is_that_of_the_machine_and_stands_still_within_a_statement()
    {
        var before = DateTime.UtcNow;

        var (first, second) = await Connection.QuerySingleAsync<(DateTime, DateTime)>("SELECT SYSUTCDATETIME(), SYSUTCDATETIME()");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.EqualTo(second));
            Assert.That(first, Is.InRange(before, DateTime.UtcNow));
        }
    }

    [Test]
    public async Task A_default_is_the_clock()
    {
        var before = DateTime.UtcNow.AddMilliseconds(-1);
        await ExecuteAsync("CREATE TABLE stamped (id int NOT NULL, [at] datetime2(7) NOT NULL DEFAULT (SYSUTCDATETIME())); INSERT INTO stamped (id) VALUES (1)");

        Assert.That(await ScalarAsync<DateTime>("SELECT [at] FROM stamped"), Is.InRange(before, DateTime.UtcNow.AddMilliseconds(1)));
    }

    [Test]
    public async Task Columns_have_the_names_of_the_statement()
    {
        await using var reader = await Connection.ExecuteReaderAsync("SELECT id, name AS [Name], COUNT(*) OVER (PARTITION BY grp), t.grp FROM things AS t");

        Assert.That(Enumerable.Range(0, reader.FieldCount).Select(reader.GetName), Is.EqualTo(new[] { "id", "Name", "", "grp" }));
    }

    [Test]
    public async Task Several_results_come_in_order()
    {
        await using var results = await Connection.QueryMultipleAsync("SELECT 1; UPDATE things SET grp = 1; SELECT 2; SELECT 3");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await results.ReadSingleAsync<int>(), Is.EqualTo(1));
            Assert.That(await results.ReadSingleAsync<int>(), Is.EqualTo(2));
            Assert.That(await results.ReadSingleAsync<int>(), Is.EqualTo(3));
        }
    }

    [Test]
    public async Task The_catalog_knows_what_is_there()
    {
        await ExecuteAsync("CREATE SCHEMA [kit]");
        await ExecuteAsync("CREATE TYPE [kit].[rows] AS TABLE (id int NOT NULL); CREATE TABLE [kit].[t] (id int NOT NULL)");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ScalarAsync<int?>("SELECT OBJECT_ID(N'[kit].[t]', N'U')"), Is.Not.Null);
            Assert.That(await ScalarAsync<int?>("SELECT OBJECT_ID(N'things')"), Is.Not.Null);
            Assert.That(await Connection.ExecuteScalarAsync<int?>("SELECT OBJECT_ID(N'[kit].[u]', N'U')"), Is.Null);
            Assert.That(await ScalarAsync<int?>("SELECT SCHEMA_ID(N'kit')"), Is.Not.Null);
            Assert.That(await ScalarAsync<int?>("SELECT TYPE_ID(N'[kit].[rows]')"), Is.Not.Null);
            Assert.That(await ColumnAsync<string>("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = N'kit'"), Is.EqualTo(new[] { "t" }));
        }
    }
}
