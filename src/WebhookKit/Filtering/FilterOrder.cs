namespace WebhookKit.Filtering;

/// <summary>On which side of a bound values lie.</summary>
/// <param name="Above">Above it, rather than below.</param>
/// <param name="OrEqual">The bound itself, too.</param>
internal readonly record struct FilterOrder(bool Above, bool OrEqual)
{
    /// <summary>Whether a value may be where a comparison with the bound has found it.</summary>
    public bool Allows(int comparison) => comparison == 0 ? OrEqual : comparison > 0 == Above;
}
