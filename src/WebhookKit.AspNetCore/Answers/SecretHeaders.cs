namespace WebhookKit.AspNetCore.Answers;

/// <summary>Which of an endpoint's headers are secrets by their name, and what is shown in the place of their values.</summary>
internal static class SecretHeaders
{
    /// <summary>Sent back in an update, it stands for the value that is stored.</summary>
    public const string Redacted = "(redacted)";

    private static readonly string[] Signs = ["auth", "token", "secret", "key", "pass", "pwd", "pin", "jwt", "bearer", "code", "credential", "session", "cookie", "signature"];

    public static IReadOnlyDictionary<string, string> Show(IReadOnlyDictionary<string, string> headers) =>
        headers.ToDictionary(header => header.Key, header => IsSecret(header.Key) ? Redacted : header.Value);

    public static bool IsSecret(string name) => Array.Exists(Signs, sign => name.Contains(sign, StringComparison.OrdinalIgnoreCase));
}
