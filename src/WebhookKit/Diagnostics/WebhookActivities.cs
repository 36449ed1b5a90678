using System.Diagnostics;

namespace WebhookKit.Diagnostics;

/// <summary>The spans of the activity source <c>WebhookKit</c>.</summary>
internal static class WebhookActivities
{
    internal const string SourceName = "WebhookKit";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The trace parent that deliveries are linked to, or null where the caller is not traced.</summary>
    public static string? CurrentTraceParent() =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>A span of its own for an attempt, linked to the publishing call: the two may be days apart.</summary>
    public static Activity? StartAttempt(DeliveryId delivery, WebhookEvent webhookEvent, int attemptNumber)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        ActivityLink[] links = ActivityContext.TryParse(webhookEvent.TraceParent, null, out var publisher) ? [new ActivityLink(publisher)] : [];
        var activity = Source.StartActivity("webhookkit.attempt", ActivityKind.Client, default(ActivityContext), tags: null, links);
        return activity?
            .SetTag(WebhookTags.DeliveryId, delivery.ToString())
            .SetTag(WebhookTags.EventId, webhookEvent.Id.ToString())
            .SetTag(WebhookTags.EventType, webhookEvent.Type)
            .SetTag(WebhookTags.EndpointId, delivery.Endpoint.ToString())
            .SetTag(WebhookTags.AttemptNumber, attemptNumber);
    }

    /// <summary>Notes what became of the attempt.</summary>
    public static void Note(Activity? activity, AttemptOutcome outcome, int? statusCode)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag(WebhookTags.Outcome, WebhookTags.ValueOf(outcome));
        if (statusCode is { } status)
        {
            activity.SetTag(WebhookTags.StatusCode, status);
        }

        if (outcome is not (AttemptOutcome.Succeeded or AttemptOutcome.Filtered))
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }
}
