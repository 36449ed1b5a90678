using Microsoft.SqlServer.Dac.Model;
using WebhookKit.SqlServer.Static.Tests.Capturing;
using WebhookKit.SqlServer.Static.Tests.Checking;
using WebhookKit.SqlServer.Static.Tests.Schema;

namespace WebhookKit.SqlServer.Static.Tests;

/// <summary>Each check finds what it is there for. Spoilt names say nothing about the rest: types, hints, values that are missing.</summary>
internal sealed class RuleTests
{
    private const string Script = """
        CREATE TABLE [Hooks].jobs (
            id bigint NOT NULL PRIMARY KEY, name nvarchar(20) NOT NULL, due_at datetime2(7) NULL, status smallint NOT NULL, note nvarchar(max) NULL);
        CREATE INDEX jobs_open ON [Hooks].jobs (due_at) WHERE status = 0;
        CREATE INDEX jobs_named ON [Hooks].jobs (name) WHERE name <> N'';
        CREATE TYPE [Hooks].job_rows AS TABLE (id bigint NOT NULL PRIMARY KEY, name nvarchar(20) NOT NULL);
        """;

    private const string Parameters = "@id bigint, @name nvarchar(20), @number int, @at datetime2(7), @rows [Hooks].job_rows READONLY";

    private static readonly StatementChecker Checker = new(new SchemaScript(Script, "Hooks"), SqlServerVersion.Sql130);

    [TestCase("SELECT nothing FROM [Hooks].jobs;", "nothing")]
    [TestCase("SELECT id FROM [Hooks].no_jobs;", "no_jobs")]
    [TestCase("SELECT id FROM [other].jobs;", "is not the schema")]
    [TestCase("SELECT row.nothing FROM @rows AS row;", "nothing")]
    [TestCase("DECLARE @t TABLE (id int NOT NULL); SELECT nothing FROM @t;", "nothing")]
    [TestCase("SELECT id FROM [Hooks].jobs WHERE id = @unknown;", "@unknown")]
    [TestCase("SELECT ID FROM [Hooks].jobs;", "the column id is written ID")]
    [TestCase("SELECT id FROM [Hooks].Jobs;", "Hooks.jobs is written Hooks.Jobs")]
    [TestCase("SELECT id FROM [Hooks].jobs WHERE id = @Id;", "@Id is not declared")]
    [TestCase("SELECT id FROM [Hooks].jobs WHERE id = @number;", "bigint is compared with int")]
    [TestCase("SELECT id FROM [Hooks].jobs WHERE due_at < @name;", "datetime2(7) is compared with nvarchar(20)")]
    [TestCase("SELECT id FROM [Hooks].jobs WHERE id = 'one';", "bigint is compared with nvarchar")]
    [TestCase("SELECT job.id FROM [Hooks].jobs AS job JOIN @rows AS row ON row.name = job.id;", "is compared with")]
    [TestCase("SELECT id FROM [Hooks].jobs WHERE name IN (SELECT id FROM @rows);", "nvarchar(20) is compared with bigint")]
    [TestCase("SELECT id FROM [Hooks].jobs WHERE EXISTS (SELECT 1 FROM @rows AS row WHERE row.id = jobs.name);", "is compared with")]
    [TestCase("SELECT TOP (@name) id FROM [Hooks].jobs;", "TOP is given nvarchar(20)")]
    [TestCase("DECLARE @open smallint = 0; SELECT id FROM [Hooks].jobs WHERE status = @open;", "an index is filtered by it")]
    [TestCase("INSERT INTO [Hooks].jobs (id, name) VALUES (@id, @name);", "status is NOT NULL")]
    [TestCase("INSERT INTO [Hooks].jobs (id, name, status) VALUES (@id, @name);", "3 columns of Hooks.jobs are given 2 values")]
    [TestCase("INSERT INTO [Hooks].jobs (id, name, status) SELECT id, name FROM @rows;", "3 columns of Hooks.jobs are given 2 values")]
    [TestCase("INSERT INTO [Hooks].jobs (id, name, status) VALUES (@id, NULL, 0);", "name is NOT NULL, and is given NULL")]
    [TestCase("INSERT INTO [Hooks].jobs (id, name, status) VALUES (@name, @name, 0);", "id is bigint, and is given nvarchar(20)")]
    [TestCase("INSERT INTO @rows (id, name) VALUES (@id, @name);", "may not be changed")]
    [TestCase("UPDATE [Hooks].jobs SET name = NULL WHERE id = @id;", "name is NOT NULL, and is given NULL")]
    [TestCase("UPDATE [Hooks].jobs SET due_at = @id WHERE id = @id;", "due_at is datetime2(7), and is given bigint")]
    [TestCase("UPDATE job SET name = job.note FROM [Hooks].jobs AS job WHERE job.id = @id;", "name is nvarchar(20), and is given nvarchar(max)")]
    [TestCase("DECLARE @t TABLE (id int NOT NULL); DELETE FROM [Hooks].jobs OUTPUT deleted.id INTO @t (id) WHERE id = @id;", "id is int, and is given bigint")]
    [TestCase("DECLARE @n int = @id;", "@n is int, and is given bigint")]
    [TestCase("SELECT id FROM [Hooks].jobs WITH (READPAST);", "READCOMMITTEDLOCK")]
    [TestCase("SELECT id FROM [Hooks].jobs WITH (READPAST, UPDLOCK, HOLDLOCK);", "(650)")]
    [TestCase("SELECT id FROM [Hooks].jobs WITH (NOLOCK);", "not committed")]
    [TestCase("SELECT id FROM [Hooks].jobs WITH (TABLOCK, ROWLOCK);", "(1047)")]
    [TestCase("SELECT id FROM [Hooks].jobs WITH (READCOMMITTEDLOCK, ROWLOCK);", "(1047)")]
    [TestCase("SELECT STRING_AGG(name, ',') FROM [Hooks].jobs;", "STRING_AGG")]
    [TestCase("SELECT COUNT(1, 2) FROM [Hooks].jobs;", "COUNT takes 1")]
    [TestCase("SELECT DATEADD(millenium, 1, due_at) FROM [Hooks].jobs;", "part of a date")]
    [TestCase("SELECT id FROM [Hooks].jobs", "semicolon")]
    [TestCase("SELECT * FROM [Hooks].jobs;", "one by one")]
    [TestCase("CREATE TABLE #t (id int NOT NULL); SELECT id FROM #t;", "temporary")]
    [TestCase("MERGE [Hooks].jobs AS job USING @rows AS row ON row.id = job.id WHEN MATCHED THEN DELETE;", "MERGE")]
    [TestCase("SELECT name || name FROM [Hooks].jobs;", "does not parse")]
    [TestCase("SELECT \"id\" FROM [Hooks].jobs;", "brackets")]
    [TestCase("SELECT id AS Nobody FROM [Hooks].jobs;", "no class has all of Nobody")]
    [TestCase("SELECT id FROM [Hooks].jobs LIMIT 1;", "does not parse")]
    [TestCase("EXEC sp_getapplock @Resurce = @name, @LockMode = N'Exclusive';", "Resurce")]
    public void A_mistake_is_found(string text, string expected) => Assert.That(Find(text), Has.Some.Contains(expected));

    [TestCase("SELECT job.id FROM [Hooks].jobs AS job JOIN @rows AS row ON row.id = job.id AND row.name = job.name WHERE job.status = 0;")]
    [TestCase("SELECT id FROM [Hooks].jobs WHERE name = @name AND name <> N'';")]
    [TestCase("INSERT INTO [Hooks].jobs (id, name, status) SELECT row.id, row.name, 0 FROM @rows AS row;")]
    [TestCase("UPDATE job SET due_at = CASE WHEN due_at < @at THEN @at ELSE SYSUTCDATETIME() END FROM [Hooks].jobs AS job WHERE job.id = @id;")]
    [TestCase("DELETE FROM [Hooks].jobs WHERE id IN (SELECT TOP (@number) id FROM [Hooks].jobs WITH (UPDLOCK, READPAST, ROWLOCK) WHERE status = 0 ORDER BY due_at);")]
    public void What_is_right_is_left_alone(string text) =>
        Assert.That(Find(text).Where(finding => !finding.Contains("is sent, but not used", StringComparison.Ordinal)), Is.Empty);

    private static IReadOnlyList<string> Find(string text) => Checker.Check([new Statement(text, text, Parameters)]).Single();
}
