using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Tests;

/// <summary>Makes the data of tests.</summary>
internal static class Sample
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static WebhookEvent Event(string type = "order.created", string? idempotencyKey = null) => new()
    {
        Id = new EventId(Guid.CreateVersion7(Now)),
        Type = type,
        Payload = "{}"u8.ToArray(),
        CreatedAt = Now,
        IdempotencyKey = idempotencyKey,
    };

    public static AuditEntry Audit() => new()
    {
        Id = Guid.CreateVersion7(Now),
        At = Now,
        Actor = "tester",
        Action = "tested",
        Target = "target",
        Owner = "",
    };

    public static EndpointCreation Endpoint(long id = 7, string pattern = "*") => new()
    {
        Record = new EndpointRecord
        {
            Endpoint = new WebhookEndpoint
            {
                Id = new EndpointId(id),
                Url = "https://example.com/hook",
                Events = [pattern],
                CreatedAt = Now,
                UpdatedAt = Now,
            },
            Secrets = [],
        },
        Audit = Audit(),
    };

    public static AppendRequest Append(params WebhookEvent[] events) => new() { Events = events };

    public static async Task<bool> HasAsync(this IWebhookStore store, EventId id) =>
        await store.History.FindEventAsync(new EventQuery { Id = id }) is not null;

    public static async Task<long> PendingAsync(this IWebhookStore store) => (await store.History.CountAsync()).Pending;
}
