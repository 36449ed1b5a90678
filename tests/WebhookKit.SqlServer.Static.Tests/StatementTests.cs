using Microsoft.SqlServer.Dac.Model;
using WebhookKit.SqlServer.Static.Tests.Capturing;
using WebhookKit.SqlServer.Static.Tests.Checking;
using WebhookKit.SqlServer.Static.Tests.Schema;

namespace WebhookKit.SqlServer.Static.Tests;

/// <summary>The script and every captured text, against the oldest version that is supported and a newer one.</summary>
[TestFixture(SqlServerVersion.Sql130)]
[TestFixture(SqlServerVersion.Sql160)]
internal sealed class StatementTests(SqlServerVersion version)
{
    private static SchemaScript Schema => new(CaptureFixture.Captured.Script, Captured.SchemaName);

    [Test]
    public void The_script_makes_a_schema_that_is_valid() => Assert.That(new SchemaModel(Schema, version).Check(), Is.Empty);

    [Test]
    public void What_the_script_does_besides_is_valid()
    {
        Statement[] others = [.. Schema.Others.Select(text => new Statement(text, text, ""))];

        Assert.That(Findings(others), Is.Empty);
    }

    [Test]
    public void Every_statement_that_is_sent_is_valid()
    {
        Statement[] statements = [.. CaptureFixture.Captured.Statements.Where(statement => !Captured.Definitions.Contains(statement.Name))];

        TestContext.Out.WriteLine($"{statements.Length} texts were checked.");
        Assert.That(Findings(statements), Is.Empty);
    }

    private IEnumerable<string> Findings(Statement[] statements) =>
        new StatementChecker(Schema, version).Check(statements).SelectMany((found, i) => found.Select(finding => $"{statements[i].Name}: {finding}"));
}
