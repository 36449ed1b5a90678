using WebhookKit.Administration;

namespace WebhookKit.AspNetCore.Answers;

internal sealed class SecretKeysDocument
{
    public required IReadOnlyList<SecretKeyDocument> Keys { get; init; }

    public required int Left { get; init; }

    public required int Reencrypted { get; init; }

    public required int Unreadable { get; init; }

    public required int Removed { get; init; }

    public static SecretKeysDocument From(SecretKeyReport report) => new()
    {
        Keys = [.. report.Keys.Select(SecretKeyDocument.From)],
        Left = report.Left,
        Reencrypted = report.Reencrypted,
        Unreadable = report.Unreadable,
        Removed = report.Removed,
    };
}
