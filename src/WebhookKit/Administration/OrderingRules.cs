namespace WebhookKit.Administration;

/// <summary>What the ordering of an endpoint must be like.</summary>
internal static class OrderingRules
{
    private const int MostAttempts = 100;

    /// <summary>Finds what is wrong.</summary>
    public static IEnumerable<FieldError> Check(EndpointOrdering? ordering)
    {
        if (ordering is null)
        {
            yield break;
        }

        if (!Enum.IsDefined(ordering.Mode))
        {
            yield return new FieldError("ordering.mode", "must be key or strict.");
        }

        if (ordering.SkipAfter is < 1 or > MostAttempts)
        {
            yield return new FieldError(
                "ordering.skip_after",
                $"must be 1 to {MostAttempts} attempts, or be left out so that a delivery that fails blocks those behind it; was {ordering.SkipAfter}.");
        }
    }
}
