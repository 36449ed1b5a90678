using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Static.Tests.Schema;

/// <summary>Parses with the grammar of SQL Server 2016, the oldest version that is supported.</summary>
internal static class SqlParsing
{
    public static TSqlScript Parse(string text, out IReadOnlyList<string> errors)
    {
        var parsed = new TSql130Parser(initialQuotedIdentifiers: true, SqlEngineType.Standalone).Parse(new StringReader(text), out var found);
        errors = [.. found.Select(error => $"does not parse: {error.Message} (line {error.Line})")];
        return (TSqlScript)parsed;
    }

    public static TSqlScript Parse(string text)
    {
        var script = Parse(text, out var errors);
        return errors.Count == 0 ? script : throw new FormatException(string.Join(Environment.NewLine, errors));
    }

    public static string TextOf(TSqlFragment fragment) =>
        string.Concat(fragment.ScriptTokenStream.Take(fragment.FirstTokenIndex..(fragment.LastTokenIndex + 1)).Select(token => token.Text));

    public static string NameOf(SchemaObjectName name) => string.Join('.', name.Identifiers.Select(part => part.Value));
}
