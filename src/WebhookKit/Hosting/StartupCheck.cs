namespace WebhookKit.Hosting;

/// <summary>A check that is known before the host is built.</summary>
/// <param name="Check">Answers null when all is well, else one sentence that says what to do.</param>
internal sealed record StartupCheck(Func<string?> Check);
