namespace WebhookKit.Signing;

/// <summary>The header name of GitHub's signatures.</summary>
public static class GitHubHeaders
{
    /// <summary><c>X-Hub-Signature-256</c>: <c>sha256=</c> and the hash in lower-case hexadecimal.</summary>
    public const string Signature = "X-Hub-Signature-256";
}
