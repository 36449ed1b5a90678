using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Capturing;

namespace WebhookKit.SqlServer.Static.Tests.Mutations;

/// <summary>Spoils a text, one name at a time.</summary>
internal static class Mutator
{
    private const string Spoilt = "Zz";

    public static IEnumerable<Mutant> Of(Statement statement)
    {
        var tokens = new TSql130Parser(initialQuotedIdentifiers: true).GetTokenStream(new StringReader(statement.Text), out _);
        return from token in tokens
               where token.TokenType is TSqlTokenType.Identifier or TSqlTokenType.QuotedIdentifier or TSqlTokenType.Variable
               let text = token.TokenType == TSqlTokenType.QuotedIdentifier ? token.Text.Insert(token.Text.Length - 1, Spoilt) : token.Text + Spoilt
               select new Mutant(
                   statement with { Text = statement.Text.Remove(token.Offset, token.Text.Length).Insert(token.Offset, text) }, token.Text, token.Line);
    }
}
