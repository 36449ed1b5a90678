using Microsoft.SqlServer.Dac.Model;
using WebhookKit.SqlServer.Static.Tests.Capturing;
using WebhookKit.SqlServer.Static.Tests.Checking;
using WebhookKit.SqlServer.Static.Tests.Mutations;
using WebhookKit.SqlServer.Static.Tests.Schema;

namespace WebhookKit.SqlServer.Static.Tests;

/// <summary>
/// Whether the checks find anything: names of the captured texts are spoilt in turn, and they have to notice. All names take one to
/// three minutes, so that the ordinary run takes every fifth; <c>WEBHOOKKIT_ALL_NAMES=1</c> takes them all.
/// </summary>
internal sealed class MutationTests
{
    private const double NeededShare = 0.97;

    /// <summary>What is checked by one model: many procedures in one make it slow, many models, too.</summary>
    private const int ChunkSize = 200;

    private static readonly int Step = Environment.GetEnvironmentVariable("WEBHOOKKIT_ALL_NAMES") == "1" ? 1 : 5;
    private static readonly string[] Separators = ["\n", " AND ", "WHERE "];

    [Test]
    public void A_spoilt_name_is_noticed()
    {
        Statement[] texts = [.. Chosen()];
        Mutant[] mutants = [.. texts.SelectMany(Mutator.Of).Where((_, place) => place % Step == 0)];

        List<Mutant> missed = [.. mutants.Chunk(ChunkSize).AsParallel().AsOrdered().SelectMany(Unnoticed)];

        TestContext.Out.WriteLine($"{mutants.Length - missed.Count} of {mutants.Length} spoilt names in {texts.Length} texts were noticed.");
        missed.ForEach(TestContext.Out.WriteLine);
        Assert.That(1 - ((double)missed.Count / mutants.Length), Is.GreaterThanOrEqualTo(NeededShare));
    }

    /// <summary>
    /// All texts, except that of those that one method makes only so many are taken as it takes to have each of their lines and
    /// conditions: they are the same few in many combinations.
    /// </summary>
    private static IEnumerable<Statement> Chosen()
    {
        var parts = new HashSet<string>(StringComparer.Ordinal);
        return CaptureFixture.Captured.Statements
            .Where(statement => !Captured.Definitions.Contains(statement.Name))
            .OrderByDescending(statement => statement.Text.Length)
            .Where(statement => AddNew(statement) || !statement.Name.EndsWith(')'));

        bool AddNew(Statement statement)
        {
            var before = parts.Count;
            parts.UnionWith(statement.Text.Split(Separators, StringSplitOptions.None));
            return parts.Count > before;
        }
    }

    private static IEnumerable<Mutant> Unnoticed(Mutant[] mutants)
    {
        var schema = new SchemaScript(CaptureFixture.Captured.Script, Captured.SchemaName);
        var findings = new StatementChecker(schema, SqlServerVersion.Sql130).Check([.. mutants.Select(mutant => mutant.Statement)], isComplete: false);
        return mutants.Where((_, i) => findings[i].Count == 0);
    }
}
