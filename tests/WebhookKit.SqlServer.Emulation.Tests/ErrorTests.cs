using Dapper;
using Microsoft.Data.SqlClient;

namespace WebhookKit.SqlServer.Emulation.Tests;

/// <summary>Errors have the numbers that SQL Server gives them.</summary>
internal sealed class ErrorTests : DatabaseTest
{
    private const string Tables = """
        CREATE TABLE parents (id int NOT NULL CONSTRAINT pk_parents PRIMARY KEY);
        CREATE TABLE things (
            id int NOT NULL CONSTRAINT pk_things PRIMARY KEY,
            parent int NULL CONSTRAINT fk_parent REFERENCES parents (id),
            code nvarchar(5) NULL,
            mark varbinary(2) NULL,
            size tinyint NOT NULL DEFAULT (1) CONSTRAINT ck_size CHECK (size <> 13)
        );
        CREATE UNIQUE INDEX things_code ON things (code) WHERE code IS NOT NULL;
        INSERT INTO things (id, code) VALUES (1, N'a');
        """;

    private static readonly Lazy<Task<string>> Database = new(() => TestServer.CreateDatabaseAsync(Tables));

    protected override Task<string> SharedDatabase => Database.Value;

    [TestCase("INSERT INTO things (id) VALUES (1)", 2627)]
    [TestCase("INSERT INTO things (id, code) VALUES (2, N'a')", 2601)]
    [TestCase("INSERT INTO things (id, parent) VALUES (2, 7)", 547)]
    [TestCase("INSERT INTO things (id, size) VALUES (2, 13)", 547)]
    [TestCase("INSERT INTO things (id, size) VALUES (2, 256)", 220)]
    [TestCase("INSERT INTO things (id) VALUES (NULL)", 515)]
    [TestCase("INSERT INTO things (id, code) VALUES (2, N'abcdef')", 2628)]
    [TestCase("INSERT INTO things (id, mark) VALUES (2, 0x010203)", 2628)]
    [TestCase("SELECT 1 / 0", 8134)]
    [TestCase("SELECT CAST(3000000000 AS int)", 8115)]
    [TestCase("SELECT CAST(N'x' AS int)", 245)]
    [TestCase("SELECT * FROM nothing", 208)]
    [TestCase("SELECT nothing FROM things", 207)]
    [TestCase("SELECT @nothing", 137)]
    [TestCase("SELECT FROM", 102)]
    [TestCase("CREATE TABLE things (id int)", 2714)]
    [TestCase("CREATE TABLE nowhere.things (id int)", 2760)]
    [TestCase("COMMIT TRANSACTION", 3902)]
    [TestCase("ROLLBACK TRANSACTION", 3903)]
    public async Task An_error_has_its_number(string sql, int number)
    {
        Assert.That((await RefusedAsync(sql)).Number, Is.EqualTo(number));
    }

    [TestCase("nobody", "sa", "master", 18456)]
    [TestCase("sa", "wrong", "master", 18456)]
    [TestCase("sa", "sa", "missing", 4060)]
    public async Task A_login_is_refused(string user, string password, string database, int number)
    {
        var connectionString = new SqlConnectionStringBuilder(ConnectionString) { UserID = user, Password = password, InitialCatalog = database, ConnectRetryCount = 0 };

        var error = await Failure.OfAsync(() => TestServer.OpenAsync(connectionString.ConnectionString));

        Assert.That(error.Number, Is.EqualTo(number));
    }

    [TestCase("SELECT id FROM things", 229)]
    [TestCase("CREATE SCHEMA mine", 262)]
    public async Task A_right_that_is_missing_has_its_number(string sql, int number)
    {
        var name = $"user {Guid.NewGuid():n}";
        await TestServer.Server.CreateLoginAsync(name, "secret");
        await using var connection = await TestServer.OpenAsync(
            TestServer.Server.ConnectionString(new SqlConnectionStringBuilder(ConnectionString).InitialCatalog, name, "secret"));

        var error = await Failure.OfAsync(() => connection.ExecuteAsync(sql));

        Assert.That(error.Number, Is.EqualTo(number));
    }

    [TestCase("MERGE things AS t USING things AS s ON t.id = s.id WHEN MATCHED THEN DELETE;")]
    [TestCase("MERGE things AS t USING (VALUES (2)) AS s (id) ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id);")]
    [TestCase("MERGE things AS t USING (VALUES (2)) AS s (id) ON 1 = 0 WHEN NOT MATCHED BY SOURCE THEN DELETE;")]
    [TestCase("SET IMPLICIT_TRANSACTIONS ON")]
    [TestCase("SET ANSI_NULLS OFF")]
    [TestCase("SELECT id FROM things FOR JSON PATH")]
    [TestCase("SELECT TOP (1) WITH TIES id FROM things ORDER BY id")]
    [TestCase("SELECT id INTO #copy FROM things")]
    [TestCase("SELECT id FROM #copy")]
    [TestCase("SELECT GETDATE()")]
    [TestCase("SELECT dbo.mine(1)")]
    [TestCase("SELECT id FROM other.dbo.things")]
    [TestCase("SELECT id FROM things WITH (SNAPSHOT)")]
    [TestCase("SELECT CAST(1 AS money)")]
    [TestCase("CREATE TABLE t (name nvarchar(10) COLLATE Latin1_General_CI_AS)")]
    [TestCase("CREATE TABLE t (id int, twice AS id * 2)")]
    [TestCase("CREATE PROCEDURE p AS SELECT 1")]
    [TestCase("EXEC sp_who")]
    [TestCase("BULK INSERT things FROM 'file'")]
    [TestCase("SELECT CAST(SYSUTCDATETIME() AS nvarchar(30))")]
    [TestCase("SELECT 1 WHERE N'a' LIKE N'[a-c]'")]
    [TestCase("SELECT id FROM things WHERE code = 1")]
    [TestCase("SELECT STRING_ESCAPE(code, 'json') FROM things")]
    public async Task What_is_not_known_is_refused(string sql)
    {
        var error = await RefusedAsync(sql);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Number, Is.EqualTo(59999));
            Assert.That(error.Message, Does.StartWith("not supported by the emulation: "));
        }
    }
}
