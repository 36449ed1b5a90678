using System.Text.Json.Serialization;

namespace WebhookKit.Relational.Columns;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<AuditChange>))]
[JsonSerializable(typeof(RetrySettings))]
[JsonSerializable(typeof(EndpointRateLimit))]
[JsonSerializable(typeof(EndpointTls))]
[JsonSerializable(typeof(EventOptions))]
[JsonSerializable(typeof(SelectionColumn))]
internal sealed partial class JsonColumnsContext : JsonSerializerContext;
