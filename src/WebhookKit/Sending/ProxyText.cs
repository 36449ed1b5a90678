namespace WebhookKit.Sending;

/// <summary>Judges what options say of a proxy. Never repeats it: people write passwords into such URLs.</summary>
internal static class ProxyText
{
    private const string Rule = "must be the URL of a proxy, such as http://egress.example:4750 or https://egress.example, without a path";

    /// <summary>Answers null when all is well, else the rule.</summary>
    public static string? JudgeUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.IdnHost.Length == 0)
        {
            return Rule;
        }

        if (url.UserInfo.Length > 0 || text.Contains('@', StringComparison.Ordinal))
        {
            return $"must not hold a user name or password; set {nameof(EgressOptions.ProxyUserName)} and {nameof(EgressOptions.ProxyPassword)}";
        }

        return url.AbsolutePath == "/" && url.Query.Length == 0 && url.Fragment.Length == 0 && url.Port is >= 1 and <= ushort.MaxValue ? null : Rule;
    }

    /// <summary>Answers null when all is well, else the rule.</summary>
    public static string? JudgeUserName(string text) =>
        text.Length > 0 && !text.Contains(':', StringComparison.Ordinal) && IsPlain(text) ? null : "must be 1 to 255 characters without ':' and control characters";

    /// <summary>Answers null when all is well, else the rule.</summary>
    public static string? JudgePassword(string text) => IsPlain(text) ? null : "must be at most 255 characters without control characters";

    private static bool IsPlain(string text) => text.Length <= byte.MaxValue && !text.Any(char.IsControl);
}
