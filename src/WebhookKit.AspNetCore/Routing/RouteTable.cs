using WebhookKit.AspNetCore.Handlers;
using WebhookKit.AspNetCore.OpenApi;

namespace WebhookKit.AspNetCore.Routing;

/// <summary>Every call of the API.</summary>
internal static class RouteTable
{
    private const string Get = "GET";
    private const string Post = "POST";
    private const string Put = "PUT";
    private const string Delete = "DELETE";

    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("publishEvents", Post, "/v1/events", EventHandlers.PublishAsync),
        new("readEvent", Get, "/v1/events/{id}", EventHandlers.ReadAsync),

        new("createEndpoint", Post, "/v1/endpoints", EndpointHandlers.CreateAsync),
        new("listEndpoints", Get, "/v1/endpoints", EndpointHandlers.ListAsync, "cursor", "limit"),
        new("readEndpoint", Get, "/v1/endpoints/{id}", EndpointHandlers.ReadAsync),
        new("updateEndpoint", Put, "/v1/endpoints/{id}", EndpointHandlers.UpdateAsync),
        new("deleteEndpoint", Delete, "/v1/endpoints/{id}", EndpointHandlers.DeleteAsync),
        new("enableEndpoint", Post, "/v1/endpoints/{id}/enable", EndpointHandlers.EnableAsync),
        new("disableEndpoint", Post, "/v1/endpoints/{id}/disable", EndpointHandlers.DisableAsync),
        new("pauseEndpoint", Post, "/v1/endpoints/{id}/pause", EndpointHandlers.PauseAsync),
        new("resumeEndpoint", Post, "/v1/endpoints/{id}/resume", EndpointHandlers.ResumeAsync),
        new("openCircuit", Post, "/v1/endpoints/{id}/open-circuit", EndpointHandlers.OpenCircuitAsync),
        new("closeCircuit", Post, "/v1/endpoints/{id}/close-circuit", EndpointHandlers.CloseCircuitAsync),
        new("rotateSecret", Post, "/v1/endpoints/{id}/rotate-secret", EndpointHandlers.RotateSecretAsync),
        new("testEndpoint", Post, "/v1/endpoints/{id}/test", EndpointHandlers.TestAsync),
        new("recoverEndpoint", Post, "/v1/endpoints/{id}/recover", JobHandlers.RecoverAsync),

        new("testFilter", Post, "/v1/filters/test", FilterHandlers.TestAsync),

        new("listDeliveries", Get, "/v1/deliveries", DeliveryHandlers.ListAsync, "endpoint_id", "event_id", "status", "from", "to", "cursor", "limit"),
        new("readDelivery", Get, "/v1/deliveries/{id}", DeliveryHandlers.ReadAsync),
        new("explainDelivery", Get, "/v1/deliveries/{id}/explain", DeliveryHandlers.ExplainAsync),
        new("replayDelivery", Post, "/v1/deliveries/{id}/replay", DeliveryHandlers.ReplayAsync),
        new("cancelDelivery", Post, "/v1/deliveries/{id}/cancel", DeliveryHandlers.CancelAsync),

        new("listDeadLetters", Get, "/v1/dead-letters", DeadLetterHandlers.ListAsync, "endpoint_id", "event_id", "replayed", "from", "to", "cursor", "limit"),
        new("replayDeadLetters", Post, "/v1/dead-letters/replay", DeadLetterHandlers.ReplayAsync),

        new("listJobs", Get, "/v1/jobs", JobHandlers.ListAsync, "cursor", "limit"),
        new("readJob", Get, "/v1/jobs/{id}", JobHandlers.ReadAsync),
        new("cancelJob", Post, "/v1/jobs/{id}/cancel", JobHandlers.CancelAsync),

        new("readSecretKeys", Get, "/v1/secret-keys", SecretHandlers.CountAsync),
        new("reencryptSecrets", Post, "/v1/secret-keys/reencrypt", SecretHandlers.ReencryptAsync),

        new("readStatistics", Get, "/v1/stats", StoreHandlers.CountAsync),
        new("listAuditEntries", Get, "/v1/audit", StoreHandlers.ListAuditAsync, "target", "cursor", "limit"),
        new("readApiDescription", Get, "/openapi.json", OpenApiHandler.ReadAsync),
    ];
}
