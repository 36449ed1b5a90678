namespace WebhookKit.LoadTest.Reporting;

/// <summary>A figure that has a target.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Actual">What was measured.</param>
/// <param name="Limit">The target.</param>
/// <param name="IsFloor">Whether the target is the least, not the most.</param>
internal sealed record Bar(string Name, double? Actual, double Limit, bool IsFloor = false)
{
    public bool IsMet => IsFloor ? Actual >= Limit : Actual <= Limit;
}
