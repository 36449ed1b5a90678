namespace WebhookKit.Tests.Engine;

/// <summary>A payload store that takes everything, never answers, and ignores its token.</summary>
internal sealed class HangingPayloadStore : IPayloadStore
{
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody reads.</summary>
    public Task IsRead => _read.Task;

    public ValueTask<string> WriteAsync(EventId eventId, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) => ValueTask.FromResult("kept");

    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(string reference, CancellationToken cancellationToken = default)
    {
        _read.TrySetResult();
        await new TaskCompletionSource().Task;
        return default;
    }
}
