using System.Text.Json;

namespace WebhookKit.Publishing;

/// <summary>How objects become payloads.</summary>
/// <param name="Options">The host's choice; null for the default, which is not touched unless an object is serialized by reflection.</param>
internal sealed record PayloadSerializer(JsonSerializerOptions? Options);
