using System.Collections.Concurrent;
using WebhookKit.SqlServer.Emulation.Steps;

namespace WebhookKit.SqlServer.Emulation.Execution;

/// <summary>The plans of a database, until something is made or dropped in it.</summary>
internal sealed class PlanCache
{
    private readonly ConcurrentDictionary<(string Text, string Declaration), BatchPlan> _plans = new();

    public BatchPlan? Find(string text, string declaration) => _plans.GetValueOrDefault((text, declaration));

    public void Add(string text, string declaration, BatchPlan plan) => _plans[(text, declaration)] = plan;

    public void Clear() => _plans.Clear();
}
