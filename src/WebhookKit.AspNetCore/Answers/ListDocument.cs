namespace WebhookKit.AspNetCore.Answers;

internal sealed class ListDocument<T>
{
    public required IReadOnlyList<T> Data { get; init; }

    /// <summary>Where the list goes on; null on the last page.</summary>
    public string? NextCursor { get; init; }
}
