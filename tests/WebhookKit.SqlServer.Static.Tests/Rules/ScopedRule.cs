using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Checking;

namespace WebhookKit.SqlServer.Static.Tests.Rules;

/// <summary>A rule that knows which tables are seen where it looks.</summary>
internal abstract class ScopedRule(Batch batch, ICollection<string> findings) : Rule(batch, findings)
{
    protected TypeReader Types { get; } = new(batch);

    protected QueryScope? Scope { get; private set; }

    public override void ExplicitVisit(QuerySpecification node) => Within(Types.ScopeOf(node, Scope), () => base.ExplicitVisit(node));

    public override void ExplicitVisit(InsertSpecification node) => Within(Types.ScopeOf(node.Target, null, Scope), () => base.ExplicitVisit(node));

    public override void ExplicitVisit(UpdateSpecification node) =>
        Within(Types.ScopeOf(node.Target, node.FromClause, Scope), () => base.ExplicitVisit(node));

    public override void ExplicitVisit(DeleteSpecification node) =>
        Within(Types.ScopeOf(node.Target, node.FromClause, Scope), () => base.ExplicitVisit(node));

    private void Within(QueryScope scope, Action visit)
    {
        var outer = Scope;
        Scope = scope;
        visit();
        Scope = outer;
    }
}
