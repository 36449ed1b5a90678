namespace WebhookKit.Administration;

/// <summary>What every text that is kept has to obey, whatever it is for.</summary>
internal static class TextRules
{
    public const int LongestReason = 500;
    private const int LongestOwner = 128;

    public static string? JudgeOwner(string owner) =>
        owner.Length <= LongestOwner && owner.All(c => c is >= ' ' and <= '~')
            ? null
            : $"must be at most {LongestOwner} printable ASCII characters.";

    /// <summary>Answers null when all is well, else the rule.</summary>
    /// <remarks>No database keeps half a surrogate pair, and PostgreSQL keeps no NUL.</remarks>
    public static string? JudgeText(string text, int longest)
    {
        if (text.Length > longest)
        {
            return $"must be at most {longest} characters; was {text.Length}.";
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                return "must not hold a NUL character.";
            }

            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return "must be valid Unicode: it holds half a surrogate pair.";
            }
        }

        return null;
    }

    public static void RequireReason(string? reason)
    {
        if (reason is not null && JudgeText(reason, LongestReason) is { } rule)
        {
            throw new WebhookValidationException("reason", rule);
        }
    }
}
