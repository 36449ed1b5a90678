using System.Text.Json;

namespace WebhookKit.Relational.Columns;

/// <summary>The selection of a job as it is stored: JSON that stays readable, whatever becomes of the types that it is made of.</summary>
internal sealed class SelectionColumn
{
    /// <summary>What a damaged text reads as: nothing is selected, rather than everything.</summary>
    private static readonly JobSelection Damaged = new() { Endpoint = new EndpointId(0), From = DateTimeOffset.MaxValue };

    public string? Endpoint { get; set; }

    public DateTimeOffset? From { get; set; }

    public DateTimeOffset? To { get; set; }

    public string? EventType { get; set; }

    public int? Reason { get; set; }

    public bool? IncludeEventsWithoutDelivery { get; set; }

    public static string Write(JobSelection selection) => JsonSerializer.Serialize(
        new SelectionColumn
        {
            Endpoint = selection.Endpoint?.ToString(),
            From = selection.From,
            To = selection.To,
            EventType = selection.EventType,
            Reason = (int?)selection.Reason,
            IncludeEventsWithoutDelivery = selection.IncludeEventsWithoutDelivery ? true : null,
        },
        JsonColumnsContext.Default.SelectionColumn);

    public static JobSelection Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, JsonColumnsContext.Default.SelectionColumn) is { } stored ? stored.ToSelection() : Damaged;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return Damaged;
        }
    }

    private JobSelection ToSelection() => new()
    {
        Endpoint = Endpoint is null ? null : EndpointId.Parse(Endpoint, null),
        From = From,
        To = To,
        EventType = EventType,
        Reason = (DeadLetterReason?)Reason,
        IncludeEventsWithoutDelivery = IncludeEventsWithoutDelivery ?? false,
    };
}
