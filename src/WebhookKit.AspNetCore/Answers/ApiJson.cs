using System.Text.Json.Serialization;

namespace WebhookKit.AspNetCore.Answers;

/// <summary>How answers are written: generated code, so that it works trimmed and compiled ahead of time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AcceptedEvent))]
[JsonSerializable(typeof(AcceptedEvents))]
[JsonSerializable(typeof(AttemptDocument))]
[JsonSerializable(typeof(AuditDocument))]
[JsonSerializable(typeof(DeliveryDocument))]
[JsonSerializable(typeof(EndpointDocument))]
[JsonSerializable(typeof(EventDocument))]
[JsonSerializable(typeof(ListDocument<AuditDocument>))]
[JsonSerializable(typeof(ListDocument<DeliveryDocument>))]
[JsonSerializable(typeof(ListDocument<EndpointDocument>))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(ReplayedDocument))]
[JsonSerializable(typeof(StatisticsDocument))]
internal sealed partial class ApiJson : JsonSerializerContext;
