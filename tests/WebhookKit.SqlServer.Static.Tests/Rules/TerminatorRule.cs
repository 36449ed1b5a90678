using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Checking;

namespace WebhookKit.SqlServer.Static.Tests.Rules;

/// <summary>Every statement ends with a semicolon: what follows one that does not may be read as a part of it.</summary>
internal sealed class TerminatorRule(Batch batch, ICollection<string> findings) : Rule(batch, findings)
{
    public override void Visit(StatementList node)
    {
        foreach (var statement in node.Statements.Where(statement => statement is not (IfStatement or WhileStatement) && !IsTerminated(statement)))
        {
            Report(statement, "the statement does not end with a semicolon");
        }
    }

    private static bool IsTerminated(TSqlStatement statement) =>
        statement.ScriptTokenStream[statement.LastTokenIndex].TokenType == TSqlTokenType.Semicolon
        || statement.ScriptTokenStream.Skip(statement.LastTokenIndex + 1).FirstOrDefault(IsCode)?.TokenType == TSqlTokenType.Semicolon;

    private static bool IsCode(TSqlParserToken token) =>
        token.TokenType is not (TSqlTokenType.WhiteSpace or TSqlTokenType.SingleLineComment or TSqlTokenType.MultilineComment);
}
