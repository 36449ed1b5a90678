namespace WebhookKit.Retrying;

/// <summary>Decides when a failed delivery is tried again. Pure: the same context gives the same decision.</summary>
/// <remarks>Where it throws, that is logged as an error, and the default schedule of ten attempts decides instead.</remarks>
public interface IRetryPolicy
{
    /// <summary>Decides.</summary>
    /// <param name="context">What is known about the attempt that failed.</param>
    RetryDecision Decide(RetryContext context);
}
