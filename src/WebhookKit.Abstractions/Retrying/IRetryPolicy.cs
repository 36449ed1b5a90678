namespace WebhookKit.Retrying;

/// <summary>Decides when a failed delivery is tried again. Pure: the same context gives the same decision.</summary>
public interface IRetryPolicy
{
    /// <summary>Decides.</summary>
    /// <param name="context">What is known about the attempt that failed.</param>
    RetryDecision Decide(RetryContext context);
}
