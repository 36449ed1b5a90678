namespace WebhookKit.SqlServer.Emulation.Tests;

/// <summary>Expressions and queries have the values that they have in T-SQL.</summary>
internal sealed class ExpressionTests : DatabaseTest
{
    private static readonly Lazy<Task<string>> Database = new(() => TestServer.CreateDatabaseAsync("""
        CREATE TABLE things (id int NOT NULL PRIMARY KEY, grp int NULL, name nvarchar(20) NULL, is_old bit NOT NULL DEFAULT (0));
        INSERT INTO things (id, grp, name) VALUES (1, 10, N'one'), (2, 10, N'two'), (3, NULL, NULL), (4, 20, N'four');
        """));

    // As Entity Framework Core asks whether a database is empty.
    private const string HasTables = """
        IF EXISTS
            (SELECT *
             FROM [sys].[objects] o
             WHERE [o].[type] = 'U'
             AND [o].[is_ms_shipped] = 0
             AND NOT EXISTS (SELECT *
                 FROM [sys].[extended_properties] AS [ep]
                 WHERE [ep].[major_id] = [o].[object_id]
                     AND [ep].[minor_id] = 0
                     AND [ep].[class] = 1
                     AND [ep].[name] = N'microsoft_database_tools_support'
            )
        )
        SELECT 1 ELSE SELECT 0
        """;

    protected override Task<string> SharedDatabase => Database.Value;

    [TestCase("SELECT COUNT(*) FROM things WHERE grp = 10", 2)]
    [TestCase("SELECT SUM(id) FROM things", 10)]
    [TestCase("SELECT MAX(id) - MIN(id) FROM things", 3)]
    [TestCase("SELECT TOP (1) id FROM things ORDER BY grp", 3)]
    [TestCase("SELECT TOP (1) id FROM things ORDER BY grp DESC", 4)]
    [TestCase("SELECT id FROM things ORDER BY id OFFSET 2 ROWS FETCH NEXT 1 ROWS ONLY", 3)]
    [TestCase("SELECT 7 / 2", 3)]
    [TestCase("SELECT 7 % 4", 3)]
    [TestCase("SELECT CASE WHEN EXISTS (SELECT 1 FROM things WHERE id = 9) THEN 1 ELSE 2 END", 2)]
    [TestCase("SELECT CASE grp WHEN 20 THEN 1 ELSE 2 END FROM things WHERE id = 4", 1)]
    [TestCase("SELECT IIF(id > 3, 1, 0) FROM things WHERE id = 4", 1)]
    [TestCase("SELECT ISNULL(grp, -1) FROM things WHERE id = 3", -1)]
    [TestCase("SELECT COALESCE(grp, id) FROM things WHERE id = 3", 3)]
    [TestCase("SELECT NULLIF(grp, 20) FROM things WHERE id = 1", 10)]
    [TestCase("SELECT LEN(N'ab ') + DATALENGTH(N'ab ')", 8)]
    [TestCase("SELECT CHARINDEX(N'w', name) FROM things WHERE id = 2", 2)]
    [TestCase("SELECT id FROM things WHERE name LIKE N'f%'", 4)]
    [TestCase("SELECT id FROM things WHERE name LIKE N'[t]w_'", 2)]
    [TestCase("SELECT id FROM things WHERE is_old = 0 AND id NOT IN (1, 2, 3)", 4)]
    [TestCase("SELECT id FROM things WHERE id BETWEEN 4 AND 9", 4)]
    [TestCase("SELECT COUNT(*) FROM (SELECT grp FROM things UNION SELECT grp FROM things) AS g", 3)]
    [TestCase("SELECT COUNT(*) FROM (SELECT grp FROM things UNION ALL SELECT grp FROM things) AS g", 8)]
    [TestCase("SELECT COUNT(*) FROM things AS a CROSS JOIN (VALUES (1), (2)) AS b (n)", 8)]
    [TestCase("WITH big AS (SELECT grp, COUNT(*) AS n FROM things GROUP BY grp HAVING COUNT(*) > 1) SELECT n FROM big", 2)]
    [TestCase("WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT MAX(i) FROM n", 5)]
    [TestCase("SELECT x.r FROM (SELECT id, CAST(ROW_NUMBER() OVER (PARTITION BY grp ORDER BY id DESC) AS int) AS r FROM things) AS x WHERE x.id = 1", 2)]
    [TestCase("DECLARE @a int = 1, @b int; SET @b = @a + 1; SELECT @a = @b + id FROM things WHERE id = 4; SELECT @a", 6)]
    [TestCase("DECLARE @n int = 0; WHILE @n < 5 BEGIN SET @n = @n + 1; END; SELECT @n", 5)]
    [TestCase("IF EXISTS (SELECT 1 FROM things) SELECT 1 ELSE SELECT 2", 1)]
    [TestCase("UPDATE things SET grp = 1 WHERE id < 4; SELECT @@ROWCOUNT", 3)]
    [TestCase("DECLARE @t TABLE (id int NOT NULL PRIMARY KEY); INSERT INTO @t SELECT id FROM things; DELETE FROM @t WHERE id = 1; SELECT COUNT(*) FROM @t", 3)]
    [TestCase("EXEC (N'SELECT ' + N'5')", 5)]
    [TestCase("SET IMPLICIT_TRANSACTIONS OFF; SET NOCOUNT ON; SELECT 5", 5)]
    [TestCase(HasTables, 1)]
    public async Task A_value_is_the_same(string sql, int expected)
    {
        await ExecuteAsync("BEGIN TRANSACTION");

        Assert.That(await ScalarAsync<object>(sql), Is.EqualTo(expected));
    }
}
