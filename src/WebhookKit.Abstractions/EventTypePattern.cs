namespace WebhookKit;

/// <summary>The rules of event types and of the patterns that subscribe to them.</summary>
/// <remarks>
/// An event type is 1 to 128 letters, digits, <c>_</c> or <c>-</c> in segments between dots. A pattern is a type
/// (<c>order.created</c>), a prefix of whole segments (<c>order.*</c>, which does not match <c>order</c>) or <c>*</c>.
/// Comparison is by exact character. Types that begin with <c>webhookkit.</c> are reserved for what the library itself has to say, and
/// <c>*</c> does not match them: only a pattern that begins so, too, does.
/// </remarks>
public static class EventTypePattern
{
    /// <summary>The longest event type and pattern, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>The pattern that matches every type but the reserved ones.</summary>
    public const string Any = "*";

    /// <summary>What reserved event types begin with.</summary>
    public const string ReservedPrefix = "webhookkit.";

    private const string PrefixEnd = ".*";

    /// <summary>Whether the text is an event type.</summary>
    /// <param name="eventType">The text.</param>
    public static bool IsEventType(string? eventType)
    {
        if (string.IsNullOrEmpty(eventType) || eventType.Length > MaxLength)
        {
            return false;
        }

        var segmentIsEmpty = true;
        foreach (var c in eventType)
        {
            if (c == '.')
            {
                if (segmentIsEmpty)
                {
                    return false;
                }

                segmentIsEmpty = true;
            }
            else if (char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            {
                segmentIsEmpty = false;
            }
            else
            {
                return false;
            }
        }

        return !segmentIsEmpty;
    }

    /// <summary>Whether an event type is reserved for the library: a host cannot publish it.</summary>
    /// <param name="eventType">An event type.</param>
    public static bool IsReserved(string eventType)
    {
        ArgumentNullException.ThrowIfNull(eventType);

        return eventType.StartsWith(ReservedPrefix, StringComparison.Ordinal);
    }

    /// <summary>Whether the text is a pattern.</summary>
    /// <param name="pattern">The text.</param>
    public static bool IsPattern(string? pattern) =>
        pattern == Any
        || (pattern is not null && pattern.Length <= MaxLength
            && IsEventType(pattern.EndsWith(PrefixEnd, StringComparison.Ordinal) ? pattern[..^PrefixEnd.Length] : pattern));

    /// <summary>Whether a pattern matches an event type.</summary>
    /// <param name="pattern">A valid pattern.</param>
    /// <param name="eventType">A valid event type.</param>
    public static bool Matches(string pattern, string eventType)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(eventType);

        return (pattern == Any && !IsReserved(eventType))
            || pattern == eventType
            || (pattern.EndsWith(PrefixEnd, StringComparison.Ordinal)
                && eventType.Length >= pattern.Length
                && eventType.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1)));
    }

    /// <summary>
    /// Every pattern that matches an event type, so that a store can look subscriptions up by equality:
    /// <c>a.b.c</c> gives <c>a.b.c</c>, <c>a.b.*</c>, <c>a.*</c> and, unless it is reserved, <c>*</c>.
    /// </summary>
    /// <param name="eventType">A valid event type.</param>
    public static IReadOnlyList<string> PatternsFor(string eventType)
    {
        ArgumentNullException.ThrowIfNull(eventType);

        var patterns = new List<string> { eventType };
        for (var dot = eventType.LastIndexOf('.'); dot > 0; dot = eventType.LastIndexOf('.', dot - 1))
        {
            patterns.Add(string.Concat(eventType.AsSpan(0, dot), PrefixEnd));
        }

        if (!IsReserved(eventType))
        {
            patterns.Add(Any);
        }

        return patterns;
    }
}
