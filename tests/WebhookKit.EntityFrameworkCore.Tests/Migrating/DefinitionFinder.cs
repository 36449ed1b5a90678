using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

/// <summary>Collects the statements that make tables, indexes and types, and the rows that are there from the start.</summary>
internal sealed class DefinitionFinder : TSqlFragmentVisitor
{
    /// <summary>They, without comments and with one space where there was any.</summary>
    public List<string> Definitions { get; } = [];

    public override void Visit(TSqlStatement node)
    {
        if (node is CreateTableStatement or CreateIndexStatement or CreateTypeTableStatement or AlterTableStatement or InsertStatement)
        {
            var tokens = node.ScriptTokenStream.Skip(node.FirstTokenIndex).Take(node.LastTokenIndex - node.FirstTokenIndex + 1);
            Definitions.Add(string.Join(' ', tokens
                .Where(token => token.TokenType is not TSqlTokenType.WhiteSpace and not TSqlTokenType.SingleLineComment and not TSqlTokenType.MultilineComment)
                .Select(token => token.Text)));
        }
    }
}
