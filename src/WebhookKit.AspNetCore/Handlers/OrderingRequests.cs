using System.Text.Json;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Reads what an endpoint receives in order.</summary>
internal static class OrderingRequests
{
    private static readonly string[] Fields = ["mode", "skip_after"];

    private static readonly Dictionary<string, OrderingMode> Modes = Enum.GetValues<OrderingMode>().ToDictionary(ApiNames.Of);

    public static EndpointOrdering Read(JsonElement value, FieldErrors errors)
    {
        var reader = new ObjectReader(value, "ordering", errors, Fields);
        var mode = OrderingMode.Strict;
        if (value.ValueKind == JsonValueKind.Object && reader.RequireText("mode") is { Length: > 0 } name && !Modes.TryGetValue(name, out mode))
        {
            errors.Add("ordering.mode", "must be key or strict.");
        }

        return new EndpointOrdering { Mode = mode, SkipAfter = reader.FindWholeNumber("skip_after") };
    }
}
