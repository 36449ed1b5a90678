using WebhookKit.EndToEnd.Tests.Programs;

namespace WebhookKit.EndToEnd.Tests;

/// <summary>The first command that a newcomer types.</summary>
public sealed class DemoTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Test]
    public async Task The_demo_delivers_verified_again_and_again_on_the_same_database()
    {
        using var folder = new TemporaryFolder();

        for (var run = 0; run < 2; run++)
        {
            await using var demo = StartedProgram.Start(
                "OrdersApi", ["--demo-once", "--urls", "http://127.0.0.1:0"], OrdersApiProgram.EnvironmentFor(folder.Database));

            Assert.That(await demo.WaitForExitAsync(Deadline), Is.Zero, demo.Output);
            Assert.That(demo.Output, Does.Contain("signature verified").And.Not.Contain("NOT verified"));
        }
    }
}
