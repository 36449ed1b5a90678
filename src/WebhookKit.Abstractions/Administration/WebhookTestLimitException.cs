namespace WebhookKit.Administration;

/// <summary>An owner has had as many tests sent as it may in a minute. Nothing was sent.</summary>
public sealed class WebhookTestLimitException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="most">How many tests there may be in a minute.</param>
    /// <param name="retryAfter">How long until there may be another one.</param>
    public WebhookTestLimitException(int most, TimeSpan retryAfter)
        : base($"No more than {most} tests are sent in a minute for one owner. Try again in {Math.Ceiling(retryAfter.TotalSeconds)} s.") =>
        RetryAfter = retryAfter;

    /// <summary>How long until there may be another one.</summary>
    public TimeSpan RetryAfter { get; }
}
