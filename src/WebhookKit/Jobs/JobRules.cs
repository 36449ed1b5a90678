using WebhookKit.Administration;

namespace WebhookKit.Jobs;

/// <summary>What a job has to obey.</summary>
internal static class JobRules
{
    private const int HighestRate = 10_000;

    /// <exception cref="WebhookValidationException">It breaks a rule.</exception>
    public static void Require(JobInput input)
    {
        var errors = Judge(input).ToArray();
        if (errors.Length > 0)
        {
            throw new WebhookValidationException(errors);
        }
    }

    private static IEnumerable<FieldError> Judge(JobInput input)
    {
        var selection = input.Selection;
        var recovers = input.Kind == JobKind.Recover;
        if (recovers && selection.Endpoint is null)
        {
            yield return new FieldError("endpoint_id", "is needed: a recovery is that of one endpoint.");
        }

        if (recovers && selection.From is null)
        {
            yield return new FieldError("since", "is needed: say since when the endpoint has missed what was sent to it.");
        }

        if (selection.From >= selection.To)
        {
            yield return new FieldError("to", "must be later than from.");
        }

        if (selection.EventType is not null && !EventTypePattern.IsPattern(selection.EventType))
        {
            yield return new FieldError("event_type", "must be an event type, a prefix that ends with .* or *.");
        }

        if (recovers && selection.Reason is not null)
        {
            yield return new FieldError("reason", "goes with replays alone: a recovery takes whatever failed.");
        }

        if (selection.Reason == DeadLetterReason.Expired)
        {
            yield return new FieldError("reason", "cannot be expired: what has expired is not sent any more.");
        }

        if (!recovers && selection.IncludeEventsWithoutDelivery)
        {
            yield return new FieldError("include_missed", "goes with recoveries alone: a replay repeats what was given up.");
        }

        if (!recovers && input.EnableEndpoint)
        {
            yield return new FieldError("enable", "goes with recoveries alone: a replay is not that of one endpoint.");
        }

        if (input.Rate is < 1 or > HighestRate)
        {
            yield return new FieldError("rate", $"must be from 1 to {HighestRate} in a second, or left out; was {input.Rate}.");
        }
    }
}
