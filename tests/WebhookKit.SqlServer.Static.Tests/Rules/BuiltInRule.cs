using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Checking;
using WebhookKit.SqlServer.Static.Tests.Schema;

namespace WebhookKit.SqlServer.Static.Tests.Rules;

/// <summary>Only functions that the oldest supported version has. The model takes any name for a function of a newer server.</summary>
internal sealed class BuiltInRule(Batch batch, ICollection<string> findings) : Rule(batch, findings)
{
    public override void Visit(FunctionCall node)
    {
        var name = node.FunctionName.Value;
        if (!BuiltIns.Functions.TryGetValue(name, out var parameters))
        {
            Report(node, $"{name} is no function that is known to be in SQL Server 2016");
        }
        else if (node.Parameters.Count != parameters)
        {
            Report(node, $"{name} takes {parameters} parameters, and is given {node.Parameters.Count}");
        }
        else if (name.StartsWith("DATE", StringComparison.OrdinalIgnoreCase)
            && !BuiltIns.DateParts.Contains(SqlParsing.TextOf(node.Parameters[0])))
        {
            Report(node, $"{name} is not given a part of a date");
        }
    }

    public override void Visit(GlobalVariableExpression node)
    {
        if (!BuiltIns.Variables.Contains(node.Name))
        {
            Report(node, $"{node.Name} is no variable that is known to be in SQL Server 2016");
        }
    }
}
