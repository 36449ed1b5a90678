using System.Xml.Linq;

namespace WebhookKit.Architecture.Tests.Sources;

internal sealed class SourceTests
{
    /// <summary>Classes that users are meant to inherit from, each with its reason. Written as <c>Package: Full.Name</c>.</summary>
    private static readonly string[] OpenOnPurpose = [];

    private static readonly IReadOnlyList<SourceFile> Sources = SourceFile.ReadAll("src");

    [Test]
    public void No_file_is_too_long()
    {
        Assert.That(SourceRules.TooLong(Sources), Is.Empty);
    }

    [Test]
    public void A_file_holds_one_type_and_carries_its_name()
    {
        Assert.That(SourceRules.NotOneTypeWithTheFilesName(Sources), Is.Empty);
    }

    [Test]
    public void A_namespace_is_its_folder()
    {
        Assert.That(SourceRules.NamespaceIsNotTheFolder(Sources, RootNamespaceOf), Is.Empty);
    }

    [Test]
    public void A_class_is_sealed_static_or_abstract()
    {
        Assert.That(SourceRules.NotSealed(Sources).Except(OpenOnPurpose), Is.Empty);
    }

    [TestCase("src")]
    [TestCase("tests")]
    [TestCase("benchmarks")]
    [TestCase("samples")]
    public void There_are_no_drawers(string folder)
    {
        Assert.That(SourceRules.Drawers(SourceFile.ReadAll(folder)), Is.Empty);
    }

    [Test]
    public void Nobody_hides_an_undocumented_member()
    {
        var hiding = Sources.Where(file => file.Tree.ToFullString().Contains("disable CS1591", StringComparison.Ordinal));

        Assert.That(hiding.Select(file => file.Path), Is.Empty);
    }

    private static string RootNamespaceOf(string package) =>
        (string?)XDocument.Load(Repository.ProjectFile(package)).Descendants("RootNamespace").FirstOrDefault() ?? package;
}
