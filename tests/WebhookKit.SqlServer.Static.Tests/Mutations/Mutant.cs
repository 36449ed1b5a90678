using WebhookKit.SqlServer.Static.Tests.Capturing;

namespace WebhookKit.SqlServer.Static.Tests.Mutations;

/// <summary>A text with one name spoilt.</summary>
internal sealed record Mutant(Statement Statement, string Token, int Line)
{
    public override string ToString() => $"{Statement.Name}, line {Line}: {Token}";
}
