using System.Text;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Emulation.Sessions;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Puts names into PostgreSQL's quotes, so that their case counts as it does in a binary collation.</summary>
internal static class Names
{
    /// <summary>Between a table's name and that of a key that is a constraint.</summary>
    public const char ConstraintMark = ':';

    private const int Longest = 63;

    public static string Quote(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) > Longest)
        {
            throw SqlServerError.NotSupported($"a name of more than {Longest} bytes: {name}");
        }

        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    public static string Quote(Identifier identifier) => Quote(identifier.Value);

    public static string Quote(SchemaObjectName name)
    {
        if (name.DatabaseIdentifier is not null)
        {
            throw SqlServerError.NotSupported("a name with a database");
        }

        return name.SchemaIdentifier is null
            ? Quote(name.BaseIdentifier)
            : $"{Quote(name.SchemaIdentifier)}.{Quote(name.BaseIdentifier)}";
    }

    /// <summary>
    /// Index names are unique within a table there, and within a schema here. What stands between the two tells a constraint from
    /// an index, which have different errors.
    /// </summary>
    public static string QuoteIndex(string table, string index, bool isConstraint)
    {
        var name = $"{table}{(isConstraint ? ConstraintMark : '.')}{index}";
        return Quote(Encoding.UTF8.GetByteCount(name) > Longest ? name[..Longest] : name);
    }

    /// <summary>The table that stands for a table type.</summary>
    public static string TypeTable(string type) => $"type:{type}";

    public static string QuoteTypeTable(SchemaObjectName name) =>
        $"{Quote(name.SchemaIdentifier?.Value ?? "dbo")}.{Quote(TypeTable(name.BaseIdentifier.Value))}";

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
