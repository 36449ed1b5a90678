using System.Text.Encodings.Web;
using System.Text.Json;
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
[JsonSerializable(typeof(ExplanationDocument))]
[JsonSerializable(typeof(JobDocument))]
[JsonSerializable(typeof(JobPreviewDocument))]
[JsonSerializable(typeof(FilterTestDocument))]
[JsonSerializable(typeof(ListDocument<AuditDocument>))]
[JsonSerializable(typeof(ListDocument<DeliveryDocument>))]
[JsonSerializable(typeof(ListDocument<EndpointDocument>))]
[JsonSerializable(typeof(ListDocument<JobDocument>))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(ReplayedDocument))]
[JsonSerializable(typeof(SecretKeysDocument))]
[JsonSerializable(typeof(StatisticsDocument))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>
    /// Without the escapes that JSON inside HTML needs: a secret must be what it looks like when it is copied out of an answer.
    /// Answers are never HTML, and say so with their content type and <c>nosniff</c>.
    /// </summary>
    public static ApiJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
