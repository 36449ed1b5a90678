using System.Reflection;
using System.Text.RegularExpressions;

namespace WebhookKit.Architecture.Tests.Packages;

/// <summary>The table in docs/dependencies.md says what comes with a package, and nothing comes that is not needed.</summary>
internal sealed partial class DependencyTests
{
    private static readonly Lazy<Dictionary<string, (string[] Takes, string[] Brings)>> Table = new(ReadTable);

    private static IEnumerable<string> PackageNames => Repository.PackageNames();

    [Test]
    public void The_documented_table_names_every_package_and_nothing_else()
    {
        Assert.That(Table.Value.Keys, Is.EquivalentTo(PackageNames));
    }

    [TestCaseSource(nameof(PackageNames))]
    public void What_a_package_takes_and_what_that_brings_is_documented(string package)
    {
        var references = ResolvedReferences.Of(package);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(references.Direct, Is.EquivalentTo(Table.Value[package].Takes), "takes");
            Assert.That(references.Transitive, Is.EquivalentTo(Table.Value[package].Brings), "which bring");
            Assert.That(references.Direct, Is.EquivalentTo(PackageTable.Rules[package].MayTake), "the table of what it may take");
        }
    }

    [TestCaseSource(nameof(PackageNames))]
    public void A_package_uses_what_it_takes(string package)
    {
        var references = ResolvedReferences.Of(package);
        var used = Assembly.Load(package).GetReferencedAssemblies().Select(reference => reference.Name!).ToHashSet();

        Assert.That(references.Direct.Where(taken => !references.AssembliesOf(taken).Any(used.Contains)), Is.Empty);
    }

    private static Dictionary<string, (string[] Takes, string[] Brings)> ReadTable() => Repository.Read("docs/dependencies.md").Split('\n')
        .Where(line => line.StartsWith("| `WebhookKit", StringComparison.Ordinal))
        .Select(line => line.Split('|'))
        .ToDictionary(cells => NamesIn(cells[1]).Single(), cells => (NamesIn(cells[2]), NamesIn(cells[3])));

    private static string[] NamesIn(string cell) => [.. Name().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
