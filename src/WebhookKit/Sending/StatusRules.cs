namespace WebhookKit.Sending;

/// <summary>What a status code means for the attempt, and what to do about it.</summary>
internal static class StatusRules
{
    public static AttemptFailure Judge(int status) => status switch
    {
        >= 200 and <= 299 => new(AttemptOutcome.Succeeded, null),
        < 200 or > 599 => new(AttemptOutcome.ResponseInvalid, $"The endpoint answered with the status {status}, which is not one a webhook can get."),
        _ => new(AttemptOutcome.HttpFailure, $"The endpoint answered {status}{Advice(status)}"),
    };

    private static string Advice(int status) => status switch
    {
        <= 399 => "; redirects are not followed: set the URL to the final address.",
        401 or 403 => "; it must accept these requests by their signature, or by an authorization header set on the endpoint.",
        404 => "; check the path of the URL.",
        405 => "; it must accept POST at this URL.",
        408 => "; it did not get the request in time.",
        410 => ": it is gone for good.",
        413 => "; it must accept larger bodies.",
        429 => ": it gets more than it can take; set a rate limit on the endpoint.",
        <= 499 => "; it does not accept the request: check what it logs.",
        _ => "; check what it logs.",
    };
}
