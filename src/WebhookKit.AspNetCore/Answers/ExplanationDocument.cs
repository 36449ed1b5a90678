using WebhookKit.Administration;

namespace WebhookKit.AspNetCore.Answers;

internal sealed class ExplanationDocument
{
    public required string DeliveryId { get; init; }

    public required string Status { get; init; }

    public string? Subscription { get; init; }

    public string? WaitsFor { get; init; }

    public DateTime? Until { get; init; }

    public required string Explanation { get; init; }

    public static ExplanationDocument From(DeliveryExplanation explanation) => new()
    {
        DeliveryId = explanation.Delivery.Id.ToString(),
        Status = ApiNames.Of(explanation.Delivery.Status),
        Subscription = explanation.Subscription,
        WaitsFor = explanation.WaitsFor is { } wait ? ApiNames.Of(wait) : null,
        Until = explanation.Until?.UtcDateTime,
        Explanation = explanation.Text,
    };
}
