using System.Reflection;
using System.Xml.Linq;

namespace WebhookKit.Architecture.Tests.Packages;

internal sealed class PackageTests
{
    private static IEnumerable<string> PackageNames => Repository.PackageNames();

    [Test]
    public void The_table_names_every_package_and_nothing_else()
    {
        Assert.That(PackageTable.Rules.Keys, Is.EquivalentTo(PackageNames));
    }

    [TestCaseSource(nameof(PackageNames))]
    public void A_project_references_only_what_the_table_allows(string package)
    {
        var rule = PackageTable.Rules[package];
        var project = XDocument.Load(Repository.ProjectFile(package));

        var projects = Includes(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        var packages = project.Descendants("PackageReference")
            .Where(reference => (string?)reference.Attribute("PrivateAssets") != "all")
            .Select(reference => (string)reference.Attribute("Include")!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(projects, Is.SubsetOf(rule.MayKnow), "projects");
            Assert.That(packages, Is.SubsetOf(rule.MayTake), "packages");
        }
    }

    /// <summary>A transitive project reference compiles without a line in the project file; the assembly shows it.</summary>
    [TestCaseSource(nameof(PackageNames))]
    public void An_assembly_references_only_what_the_table_allows(string package)
    {
        var known = Assembly.Load(package).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(PackageTable.Rules.ContainsKey);

        Assert.That(known, Is.SubsetOf(PackageTable.Rules[package].MayKnow));
    }

    [Test]
    public void The_relational_package_has_no_public_type()
    {
        Assert.That(Assembly.Load("WebhookKit.Relational").GetExportedTypes(), Is.Empty);
    }

    [TestCaseSource(nameof(PackageNames))]
    public void A_package_keeps_its_public_api_on_file(string package)
    {
        var folder = Path.GetDirectoryName(Repository.ProjectFile(package))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Path.Combine(folder, "PublicAPI.Shipped.txt"), Does.Exist);
            Assert.That(Path.Combine(folder, "PublicAPI.Unshipped.txt"), Does.Exist);
        }
    }

    /// <summary>Undocumented public members fail the build; nobody may switch that off in a project.</summary>
    [TestCaseSource(nameof(PackageNames))]
    public void A_project_does_not_switch_warnings_off(string package)
    {
        var project = XDocument.Load(Repository.ProjectFile(package));
        string[] switches = ["NoWarn", "TreatWarningsAsErrors", "WarningsNotAsErrors", "GenerateDocumentationFile", "Nullable"];

        Assert.That(project.Descendants().Select(element => element.Name.LocalName), Has.None.AnyOf(switches));
    }

    private static IEnumerable<string> Includes(XDocument project, string item) =>
        project.Descendants(item).Select(reference => (string)reference.Attribute("Include")!);
}
