namespace WebhookKit.AspNetCore.Receiving;

/// <summary>What the options of a receiver must be.</summary>
internal static class SignatureOptionsRules
{
    /// <summary>Larger bodies would be kept in memory whole: they are not for webhooks.</summary>
    private const int MostBodyBytes = 256 * 1024 * 1024;

    /// <exception cref="ArgumentException">A rule is broken; the message says which, and what was seen.</exception>
    public static void Check(WebhookSignatureOptions options, string parameter)
    {
        if (Problem(options) is { } problem)
        {
            throw new ArgumentException($"{nameof(WebhookSignatureOptions)}.{problem}", parameter);
        }
    }

    private static string? Problem(WebhookSignatureOptions options) => options switch
    {
        { FindSender: null, Secrets.Count: 0, Keys.Count: 0 } =>
            $"{nameof(options.Secrets)} must hold a secret, or {nameof(options.Keys)} a key, or {nameof(options.FindSender)} must find them; there is neither.",
        { FindSender: not null, Keys.Count: > 0 } =>
            $"{nameof(options.Keys)} must be empty where {nameof(options.FindSender)} is set, or nobody would know whose they are; holds {options.Keys.Count}.",
        _ when options.Keys.Contains(null!) =>
            $"{nameof(options.Keys)} must not hold null.",
        { FindSender: not null, Secrets.Count: > 0 } =>
            $"{nameof(options.Secrets)} must be empty where {nameof(options.FindSender)} is set, or nobody would know whose they are; holds {options.Secrets.Count}.",
        _ when options.Secrets.Contains(null!) =>
            $"{nameof(options.Secrets)} must not hold null.",
        _ when options.Tolerance < TimeSpan.Zero =>
            $"{nameof(options.Tolerance)} must not be negative; was {options.Tolerance}.",
        { MaxBodyBytes: < 1 or > MostBodyBytes } =>
            $"{nameof(options.MaxBodyBytes)} must be from 1 to {MostBodyBytes}; was {options.MaxBodyBytes}.",
        { Receiver: { Length: 0 or > WebhookSignatureOptions.LongestName } name } =>
            $"{nameof(options.Receiver)} must have 1 to {WebhookSignatureOptions.LongestName} characters; has {name.Length}.",
        { RememberFor: not null } => ProblemOfTimes(options, options.RememberFor.Value),
        _ => null,
    };

    private static string? ProblemOfTimes(WebhookSignatureOptions options, TimeSpan rememberFor)
    {
        if (options.ClaimFor <= TimeSpan.Zero)
        {
            return $"{nameof(options.ClaimFor)} must be longer than zero; was {options.ClaimFor}.";
        }

        if (rememberFor < options.ClaimFor)
        {
            return $"{nameof(options.RememberFor)} must be at least {nameof(options.ClaimFor)} ({options.ClaimFor}); was {rememberFor}.";
        }

        return rememberFor / 2 < options.Tolerance
            ? $"{nameof(options.RememberFor)} must be at least twice {nameof(options.Tolerance)} ({options.Tolerance}), or a recorded request is valid for longer than it is known; was {rememberFor}."
            : null;
    }
}
