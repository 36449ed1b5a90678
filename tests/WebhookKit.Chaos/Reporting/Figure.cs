namespace WebhookKit.Chaos.Reporting;

/// <summary>Something that was measured or counted, and the bar it has, if it has one.</summary>
/// <param name="Name">What it is, in snake_case.</param>
/// <param name="Actual">The value.</param>
/// <param name="AtMost">The most that it may be.</param>
/// <param name="AtLeast">The least that it must be.</param>
/// <param name="IsStandard">Whether every scenario has it.</param>
internal sealed record Figure(string Name, double Actual, double? AtMost = null, double? AtLeast = null, bool IsStandard = false)
{
    public bool HasBar => AtMost is not null || AtLeast is not null;

    public bool IsMet => !(Actual > AtMost) && !(Actual < AtLeast);
}
