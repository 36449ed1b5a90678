using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Checking;

namespace WebhookKit.SqlServer.Static.Tests.Rules;

/// <summary>Variables are declared, in the same case, and parameters are used.</summary>
internal sealed class VariableRule(Batch batch, ICollection<string> findings) : Rule(batch, findings)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public override void Visit(VariableReference node)
    {
        _used.Add(node.Name);
        if (!Batch.Variables.ContainsKey(node.Name) && !Batch.TableVariables.ContainsKey(node.Name))
        {
            Report(node, $"{node.Name} is not declared");
        }
    }

    public override void ExplicitVisit(ExecuteParameter node)
    {
        // Its name is that of a parameter of the procedure, which is not ours.
        node.ParameterValue.Accept(this);
    }

    public override void ExplicitVisit(StatementList node)
    {
        base.ExplicitVisit(node);
        if (node == Batch.Procedure.StatementList)
        {
            foreach (var unused in Batch.Procedure.Parameters.Where(parameter => !_used.Contains(parameter.VariableName.Value)))
            {
                Report(unused, $"{unused.VariableName.Value} is sent, but not used");
            }
        }
    }
}
