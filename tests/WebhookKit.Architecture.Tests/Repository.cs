namespace WebhookKit.Architecture.Tests;

/// <summary>The working tree that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> PackageNames() =>
        Directory.GetDirectories(Path.Combine(Root, "src"))
            .Select(folder => Path.GetFileName(folder))
            .Where(name => File.Exists(ProjectFile(name)))
            .Order(StringComparer.Ordinal);

    public static string ProjectFile(string package) => Path.Combine(Root, "src", package, package + ".csproj");

    /// <summary>Paths from the root, with forward slashes, of everything people wrote in C# below a folder.</summary>
    public static IEnumerable<string> SourceFiles(string folder)
    {
        var top = Path.Combine(Root, folder);
        return Directory.Exists(top)
            ? Directory.EnumerateFiles(top, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Where(file => !file.Split('/').Any(segment => segment is "bin" or "obj"))
                .Order(StringComparer.Ordinal)
            : [];
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "WebhookKit.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run from a folder below WebhookKit.sln.");
    }
}
