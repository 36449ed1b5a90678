using WebhookKit.Architecture.Tests.Fixtures.Bottom;

namespace WebhookKit.Architecture.Tests.Fixtures.Top;

/// <summary>Hides its only use of the other room inside an asynchronous lambda.</summary>
internal sealed class Knowing
{
    public static Func<Task> Later() => async () => await Known.TouchAsync();
}
