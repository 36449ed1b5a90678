using WebhookKit.SqlServer.Static.Tests.Capturing;
using WebhookKit.SqlServer.Static.Tests.Schema;

namespace WebhookKit.SqlServer.Static.Tests;

/// <summary>What is checked is all that there is.</summary>
internal sealed class CompletenessTests
{
    [Test]
    public void Every_text_of_the_assembly_was_sent()
    {
        var sent = CaptureFixture.Captured.Statements.Select(statement => statement.Text).ToHashSet(StringComparer.Ordinal);

        Assert.That(Captured.KnownTexts.Where(known => !sent.Contains(known.Key)).Select(known => known.Value), Is.Empty);
    }

    [Test]
    public void Nothing_was_sent_that_no_class_of_statements_holds_but_the_script()
    {
        string[] unknown =
        [
            .. CaptureFixture.Captured.Statements.Where(statement => statement.Name == Captured.Unnamed).Select(statement => statement.Text),
        ];

        Assert.That(unknown, Has.Length.EqualTo(1).And.All.Contains($"CREATE TABLE [{Captured.SchemaName}].versions"));
    }

    [Test]
    public void A_text_is_always_sent_with_the_same_declarations()
    {
        var changing = CaptureFixture.Captured.Statements.GroupBy(statement => statement.Text).Where(sent => sent.Count() > 1);

        Assert.That(changing.Select(sent => $"{sent.First().Name}: {string.Join(" | ", sent.Select(statement => statement.Declaration))}"), Is.Empty);
    }

    [Test]
    public void What_the_store_applies_is_what_the_administrators_script_holds()
    {
        var applied = SqlParsing.Parse(CaptureFixture.Captured.Statements.Single(statement => statement.Name == Captured.Unnamed).Text);
        var script = CaptureFixture.Captured.Script;

        var missing = applied.Batches
            .SelectMany(batch => batch.Statements)
            .Select(SqlParsing.TextOf)
            .Where(text => !script.Contains(text, StringComparison.Ordinal));
        Assert.That(missing, Is.Empty);
    }
}
