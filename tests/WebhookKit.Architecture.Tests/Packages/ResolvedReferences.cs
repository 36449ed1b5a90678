using System.Text.Json;

namespace WebhookKit.Architecture.Tests.Packages;

/// <summary>What restoring a project found: its package references that reach users, and all that comes along with them.</summary>
internal sealed class ResolvedReferences
{
    private readonly Dictionary<string, JsonElement> _packages;

    private ResolvedReferences(JsonElement target, JsonElement framework)
    {
        _packages = target.EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .ToDictionary(library => library.Name.Split('/')[0], library => library.Value);
        Direct = framework.TryGetProperty("dependencies", out var dependencies)
            ? [.. dependencies.EnumerateObject().Where(ReachesUsers).Select(reference => reference.Name)]
            : [];
        Transitive = [.. Direct.SelectMany(All).Distinct().Except(Direct)];
    }

    public IReadOnlyList<string> Direct { get; }

    public IReadOnlyList<string> Transitive { get; }

    public static ResolvedReferences Of(string package)
    {
        var file = Path.Combine(Path.GetDirectoryName(Repository.ProjectFile(package))!, "obj", "project.assets.json");
        using var assets = JsonDocument.Parse(File.ReadAllText(file));
        var target = assets.RootElement.GetProperty("targets").EnumerateObject().First(found => !found.Name.Contains('/')).Value.Clone();
        var framework = assets.RootElement.GetProperty("project").GetProperty("frameworks").EnumerateObject().Single().Value.Clone();
        return new ResolvedReferences(target, framework);
    }

    /// <summary>The assemblies that a reference is for: those of the package, or of what it brings where it has none of its own.</summary>
    public IEnumerable<string> AssembliesOf(string package)
    {
        var own = Own(package).ToList();
        return own.Count > 0 ? own : All(package).SelectMany(Own);
    }

    private IEnumerable<string> Own(string package) =>
        _packages[package].TryGetProperty("compile", out var files)
            ? files.EnumerateObject().Select(file => file.Name)
                .Where(file => file.EndsWith(".dll", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file))
            : [];

    /// <summary>The package and what it brings. What the shared framework has is not restored.</summary>
    private IEnumerable<string> All(string package)
    {
        if (!_packages.TryGetValue(package, out var found))
        {
            return [];
        }

        return found.TryGetProperty("dependencies", out var dependencies)
            ? [package, .. dependencies.EnumerateObject().SelectMany(one => All(one.Name))]
            : [package];
    }

    private static bool ReachesUsers(JsonProperty reference) =>
        !reference.Value.TryGetProperty("suppressParent", out var parts) || parts.GetString() != "All";
}
