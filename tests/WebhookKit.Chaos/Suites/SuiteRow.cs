using System.Text.Json.Nodes;
using WebhookKit.Chaos.Arguments;

namespace WebhookKit.Chaos.Suites;

/// <summary>One scenario on one store, run.</summary>
/// <param name="Arguments">What was run.</param>
/// <param name="Result">What it wrote down; null where it did not come to that.</param>
/// <param name="Error">Why there is no result that counts; null where there is one.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Took">How long it ran.</param>
internal sealed record SuiteRow(ChaosArguments Arguments, JsonObject? Result, string? Error, DateTimeOffset StartedAt, TimeSpan Took)
{
    public string Store => Arguments.Store.ToString().ToLowerInvariant();

    public bool HasPassed => Error is null && Result?["passed"]?.GetValue<bool>() == true;
}
