using System.Text.Json;

namespace WebhookKit.AspNetCore.Answers;

/// <summary>The names that enumerations have in the API.</summary>
internal static class ApiNames
{
    public static IReadOnlyDictionary<string, DeliveryStatus> DeliveryStatuses { get; } =
        Enum.GetValues<DeliveryStatus>().ToDictionary(status => Of(status));

    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
