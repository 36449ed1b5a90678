using WebhookKit.AspNetCore.Handlers;
using WebhookKit.AspNetCore.OpenApi;
using static WebhookKit.WebhookPermissions;

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
        new("publishEvents", Post, "/v1/events", Publish, EventHandlers.PublishAsync),
        new("readEvent", Get, "/v1/events/{id}", Read, EventHandlers.ReadAsync),

        new("createEndpoint", Post, "/v1/endpoints", ManageEndpoints, EndpointHandlers.CreateAsync),
        new("listEndpoints", Get, "/v1/endpoints", Read, EndpointHandlers.ListAsync, "cursor", "limit"),
        new("readEndpoint", Get, "/v1/endpoints/{id}", Read, EndpointHandlers.ReadAsync),
        new("updateEndpoint", Put, "/v1/endpoints/{id}", ManageEndpoints, EndpointHandlers.UpdateAsync),
        new("deleteEndpoint", Delete, "/v1/endpoints/{id}", ManageEndpoints, EndpointHandlers.DeleteAsync),
        new("enableEndpoint", Post, "/v1/endpoints/{id}/enable", ManageEndpoints, EndpointHandlers.EnableAsync),
        new("disableEndpoint", Post, "/v1/endpoints/{id}/disable", ManageEndpoints, EndpointHandlers.DisableAsync),
        new("pauseEndpoint", Post, "/v1/endpoints/{id}/pause", Operate, EndpointHandlers.PauseAsync),
        new("resumeEndpoint", Post, "/v1/endpoints/{id}/resume", Operate, EndpointHandlers.ResumeAsync),
        new("openCircuit", Post, "/v1/endpoints/{id}/open-circuit", Operate, EndpointHandlers.OpenCircuitAsync),
        new("closeCircuit", Post, "/v1/endpoints/{id}/close-circuit", Operate, EndpointHandlers.CloseCircuitAsync),
        new("rotateSecret", Post, "/v1/endpoints/{id}/rotate-secret", ManageSecrets, EndpointHandlers.RotateSecretAsync),
        new("testEndpoint", Post, "/v1/endpoints/{id}/test", Operate, EndpointHandlers.TestAsync),
        new("recoverEndpoint", Post, "/v1/endpoints/{id}/recover", Operate, JobHandlers.RecoverAsync),

        new("testFilter", Post, "/v1/filters/test", Read, FilterHandlers.TestAsync),

        new("listDeliveries", Get, "/v1/deliveries", Read, DeliveryHandlers.ListAsync, "endpoint_id", "event_id", "status", "from", "to", "cursor", "limit"),
        new("readDelivery", Get, "/v1/deliveries/{id}", Read, DeliveryHandlers.ReadAsync),
        new("explainDelivery", Get, "/v1/deliveries/{id}/explain", Read, DeliveryHandlers.ExplainAsync),
        new("replayDelivery", Post, "/v1/deliveries/{id}/replay", Operate, DeliveryHandlers.ReplayAsync),
        new("cancelDelivery", Post, "/v1/deliveries/{id}/cancel", Operate, DeliveryHandlers.CancelAsync),

        new("listDeadLetters", Get, "/v1/dead-letters", Read, DeadLetterHandlers.ListAsync, "endpoint_id", "event_id", "replayed", "from", "to", "cursor", "limit"),
        new("replayDeadLetters", Post, "/v1/dead-letters/replay", Operate, DeadLetterHandlers.ReplayAsync),

        new("listJobs", Get, "/v1/jobs", Read, JobHandlers.ListAsync, "cursor", "limit"),
        new("readJob", Get, "/v1/jobs/{id}", Read, JobHandlers.ReadAsync),
        new("cancelJob", Post, "/v1/jobs/{id}/cancel", Operate, JobHandlers.CancelAsync),

        new("readSecretKeys", Get, "/v1/secret-keys", ManageSecrets, SecretHandlers.CountAsync),
        new("reencryptSecrets", Post, "/v1/secret-keys/reencrypt", ManageSecrets, SecretHandlers.ReencryptAsync),

        new("readStatistics", Get, "/v1/stats", Read, StoreHandlers.CountAsync),
        new("listAuditEntries", Get, "/v1/audit", Read, StoreHandlers.ListAuditAsync, "target", "cursor", "limit"),
        new("readApiDescription", Get, "/openapi.json", None, OpenApiHandler.ReadAsync),
    ];
}
