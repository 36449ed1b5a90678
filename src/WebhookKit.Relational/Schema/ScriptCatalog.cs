using System.Globalization;
using System.Reflection;

namespace WebhookKit.Relational.Schema;

/// <summary>The numbered scripts of a dialect: embedded resources named <c>Package.Scripts.NNNN-title.sql</c>.</summary>
internal sealed class ScriptCatalog
{
    private const string Ending = ".sql";

    private readonly SchemaScript[] _scripts;

    /// <param name="assembly">Where they are.</param>
    /// <param name="package">The package of the dialect; null where that is the assembly's own.</param>
    public ScriptCatalog(Assembly assembly, string? package = null)
    {
        package ??= assembly.GetName().Name;
        var folder = $"{package}.Scripts.";
        _scripts = [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal))
            .Select(name => Read(assembly, name, folder.Length))
            .OrderBy(script => script.Version)];

        for (var i = 0; i < _scripts.Length; i++)
        {
            if (_scripts[i].Version != i + 1)
            {
                throw new InvalidOperationException($"The schema scripts of {package} must be numbered 1, 2, 3…; {i + 1} is missing.");
            }
        }
    }

    /// <summary>The version that the newest script leads to.</summary>
    public int Newest => _scripts.Length;

    /// <summary>The scripts that take a database from a version to the newest, in order.</summary>
    /// <param name="version">0 for an empty database.</param>
    public IReadOnlyList<SchemaScript> After(int version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, Newest);

        return _scripts[version..];
    }

    private static SchemaScript Read(Assembly assembly, string name, int start)
    {
        var file = name[start..^Ending.Length];
        var dash = file.IndexOf('-', StringComparison.Ordinal);
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);

        return new SchemaScript(
            int.Parse(file.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture),
            file[(dash + 1)..].Replace('-', ' '),
            reader.ReadToEnd());
    }
}
