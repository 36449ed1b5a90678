namespace WebhookKit.Architecture.Tests.Fixtures.Clean;

internal sealed class Alone
{
    public Alone? Next { get; init; }
}
