namespace WebhookKit.Sending;

/// <summary>The egress proxy did not connect. Crosses the HTTP stack to the sender, and goes no further.</summary>
internal sealed class ProxyException(AttemptFailure failure, Exception? cause = null) : Exception(failure.Error, cause)
{
    public AttemptFailure Failure => failure;
}
