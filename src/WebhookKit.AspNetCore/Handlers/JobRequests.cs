using System.Text.Json;
using WebhookKit.Administration;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Reads the bodies that start jobs.</summary>
internal static class JobRequests
{
    private static readonly string[] RecoveryFields = ["since", "to", "event_type", "include_missed", "enable", "rate", "preview"];
    private static readonly Dictionary<string, DeadLetterReason> Reasons = Enum.GetValues<DeadLetterReason>().ToDictionary(reason => ApiNames.Of(reason));

    /// <summary>The job is null where the id in the path cannot be one.</summary>
    public static (JobInput? Input, bool IsPreview) ReadRecovery(JsonElement body, EndpointId? endpoint)
    {
        var errors = new FieldErrors();
        var reader = new ObjectReader(body, "", errors, RecoveryFields);
        reader.Require("since");
        var input = new JobInput
        {
            Kind = JobKind.Recover,
            Selection = new JobSelection
            {
                Endpoint = endpoint,
                From = FindTime(reader, "since"),
                To = FindTime(reader, "to"),
                EventType = reader.FindText("event_type"),
                IncludeEventsWithoutDelivery = FindFlag(reader, "include_missed"),
            },
            Rate = reader.FindWholeNumber("rate"),
            EnableEndpoint = FindFlag(reader, "enable"),
        };
        var isPreview = FindFlag(reader, "preview");
        errors.ThrowIfAny();
        return (endpoint is null ? null : input, isPreview);
    }

    public static DateTimeOffset? FindTime(ObjectReader reader, string name)
    {
        if (reader.FindText(name) is not { } text)
        {
            return null;
        }

        if (UtcTime.TryRead(text, out var time))
        {
            return time;
        }

        reader.Errors.Add(name, UtcTime.Rule);
        return null;
    }

    public static bool FindFlag(ObjectReader reader, string name)
    {
        switch (reader.Find(name)?.ValueKind)
        {
            case JsonValueKind.True:
                return true;
            case null or JsonValueKind.False:
                return false;
            default:
                reader.Errors.Add(name, "must be true or false.");
                return false;
        }
    }

    public static DeadLetterReason? FindReason(ObjectReader reader, string name)
    {
        if (reader.FindText(name) is not { } text)
        {
            return null;
        }

        if (Reasons.TryGetValue(text, out var reason))
        {
            return reason;
        }

        reader.Errors.Add(name, $"must be one of {string.Join(", ", Reasons.Keys)}.");
        return null;
    }
}
