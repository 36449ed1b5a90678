using WebhookKit.SqlServer.Static.Tests.Capturing;
using WebhookKit.TestServers;

namespace WebhookKit.SqlServer.Static.Tests;

/// <summary>Captures before the first test.</summary>
[SetUpFixture]
internal sealed class CaptureFixture
{
    private static Captured? _captured;

    public static Captured Captured => _captured ?? throw new InvalidOperationException("Nothing was captured.");

    [OneTimeSetUp]
    public async Task CaptureAsync()
    {
        try
        {
            _captured = await Captured.CaptureAsync();
        }
        catch (ServerMissingException missing) when (Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Ignore(missing.Message);
        }
    }
}
