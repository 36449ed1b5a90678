using WebhookKit.Administration;

namespace WebhookKit.AspNetCore.Answers;

internal sealed class SecretKeyDocument
{
    public required string Id { get; init; }

    public required bool IsCurrent { get; init; }

    public required int Endpoints { get; init; }

    public required int Values { get; init; }

    public static SecretKeyDocument From(SecretKeyCount count) =>
        new() { Id = count.KeyId, IsCurrent = count.IsCurrent, Endpoints = count.Endpoints, Values = count.Values };
}
