namespace WebhookKit.Sending;

/// <summary>Allowed, or refused with the rule that says so.</summary>
public readonly record struct EgressVerdict
{
    private EgressVerdict(string rule) => Refusal = rule;

    /// <summary>Allowed.</summary>
    public static EgressVerdict Allowed { get; }

    /// <summary>Whether it is allowed.</summary>
    public bool IsAllowed => Refusal is null;

    /// <summary>The rule that refuses, in words for the one who chose the URL; null where it is allowed.</summary>
    public string? Refusal { get; }

    /// <summary>Refused.</summary>
    /// <param name="rule">The rule, in words for the one who chose the URL. Must not name a resolved address.</param>
    public static EgressVerdict Refused(string rule)
    {
        ArgumentException.ThrowIfNullOrEmpty(rule);
        return new EgressVerdict(rule);
    }
}
