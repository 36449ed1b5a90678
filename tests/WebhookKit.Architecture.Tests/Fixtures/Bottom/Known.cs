namespace WebhookKit.Architecture.Tests.Fixtures.Bottom;

internal sealed class Known
{
    public static Task TouchAsync() => Task.CompletedTask;

    public Top.Knowing? Back { get; init; }
}
