namespace WebhookKit.Chaos.Proxying;

/// <summary>Cuts the first answer, lets the second one through, and so on: whoever tries again once gets his answer.</summary>
internal sealed class EverySecondAnswer : ICutRule
{
    private bool _cutsNext;

    public bool ShouldCut(string tag) => _cutsNext = !_cutsNext;
}
