using System.Globalization;
using System.Text.RegularExpressions;
using WebhookKit.Relational.Schema;

namespace WebhookKit.EntityFrameworkCore.Migrating;

/// <summary>The scripts of the store that goes with a provider.</summary>
internal sealed partial class TableScripts
{
    // One line for each provider; its scripts are embedded by the project file.
    private static readonly TableScripts[] All =
    [
        new("Npgsql.EntityFrameworkCore.PostgreSQL", "WebhookKit.PostgreSql", "{schema}", "\"{0}\"", hasSchemas: true),
        new("Microsoft.EntityFrameworkCore.Sqlite", "WebhookKit.Sqlite", "{prefix}", "{0}", hasSchemas: false),
        new("Microsoft.EntityFrameworkCore.SqlServer", "WebhookKit.SqlServer", "{schema}", "[{0}]", hasSchemas: true),
    ];

    private readonly string _provider;
    private readonly string _placeholder;
    private readonly string _format;
    private readonly ScriptCatalog _scripts;

    private TableScripts(string provider, string package, string placeholder, string format, bool hasSchemas)
    {
        _provider = provider;
        _placeholder = placeholder;
        _format = format;
        _scripts = new ScriptCatalog(typeof(TableScripts).Assembly, package);
        HasSchemas = hasSchemas;
    }

    /// <summary>Whether the tables are in a schema; else their names have a prefix.</summary>
    public bool HasSchemas { get; }

    public int Newest => _scripts.Newest;

    /// <exception cref="InvalidOperationException">There is no store for the provider.</exception>
    public static TableScripts For(string provider) => Array.Find(All, one => one._provider == provider)
        ?? throw new InvalidOperationException(
            $"There is no webhook store for the database of {provider}, so AddWebhooks() has no tables for it. It knows "
            + $"{string.Join(" and ", All.Select(one => one._provider))}.");

    /// <summary>What leads from a version to another, a paragraph at a time: a statement or a few, whole and with their comments.</summary>
    /// <param name="name">The schema or the prefix.</param>
    /// <param name="from">0 for an empty database.</param>
    /// <param name="to">At most <see cref="Newest"/>.</param>
    public IEnumerable<string> Paragraphs(string name, int from, int to) => _scripts.After(from)
        .Where(script => script.Version <= to)
        .SelectMany(script => EndOfParagraph().Split(script.Text.ReplaceLineEndings("\n")))
        .Select(paragraph => paragraph.Trim().Replace(_placeholder, Written(name), StringComparison.Ordinal));

    /// <summary>The tables, and types, that a version has, without schema or prefix; the newest first.</summary>
    public IEnumerable<(string Kind, string Name)> Objects(int version)
    {
        var objects = new List<(string Kind, string Name)>();
        foreach (var match in _scripts.After(0).Where(script => script.Version <= version).SelectMany(script => ObjectStatement().Matches(script.Text)))
        {
            var found = (match.Groups["kind"].Value, match.Groups["name"].Value);
            if (match.Groups["verb"].Value == "CREATE")
            {
                objects.Insert(0, found);
            }
            else
            {
                objects.Remove(found);
            }
        }

        return objects;
    }

    /// <summary>An object as the scripts write it.</summary>
    /// <param name="name">The schema or the prefix.</param>
    /// <param name="inside">What is in it.</param>
    public string Written(string name, string inside) => Written(name) + (HasSchemas ? "." : "") + inside;

    private string Written(string name) => string.Format(CultureInfo.InvariantCulture, _format, name);

    [GeneratedRegex(@"(?<=;)\n\n(?=.)", RegexOptions.Singleline)]
    private static partial Regex EndOfParagraph();

    [GeneratedRegex(@"^(?<verb>CREATE|DROP) (?<kind>TABLE|TYPE) \{\w+\}\.?(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex ObjectStatement();
}
