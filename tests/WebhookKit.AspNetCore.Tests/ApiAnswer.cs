using System.Text.Json;

namespace WebhookKit.AspNetCore.Tests;

/// <summary>What the API answered.</summary>
internal sealed class ApiAnswer
{
    public required int Status { get; init; }

    public required string? ContentType { get; init; }

    public required string Text { get; init; }

    public required JsonElement Body { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public JsonElement this[string name] => Body.GetProperty(name);

    public string? TextOf(string name) => Body.GetProperty(name).GetString();

    /// <summary>The fields that problem details name.</summary>
    public IReadOnlyList<string> ErrorFields =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("errors", out var errors)
            ? [.. errors.EnumerateObject().Select(error => error.Name)]
            : [];

    public IReadOnlyList<JsonElement> Data => [.. Body.GetProperty("data").EnumerateArray()];
}
