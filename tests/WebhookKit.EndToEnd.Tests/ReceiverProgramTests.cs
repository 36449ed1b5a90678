using System.Text.RegularExpressions;
using WebhookKit.EndToEnd.Tests.Programs;

namespace WebhookKit.EndToEnd.Tests;

/// <summary>The console receiver, as a newcomer uses it beside the sample host.</summary>
public sealed partial class ReceiverProgramTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly Dictionary<string, string> NoEnvironment = [];

    [Test]
    public async Task It_tells_what_is_verified_from_what_is_not_and_fails_as_often_as_it_is_told()
    {
        using var folder = new TemporaryFolder();
        await using var program = await OrdersApiProgram.StartAsync(folder.Database, ("Webhooks__Retry__Schedule__0", "00:00:00.2"));
        const string Secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
        await using var receiver = StartedProgram.Start("Receiver", ["--port", "0", "--secret", Secret, "--fail", "1"], NoEnvironment);
        var url = await receiver.WaitForLineAsync(ListeningLine(), Deadline);
        await program.PostAsync("webhooks/v1/endpoints", new { url = url + "/ours", events = new[] { "mine.*" }, secret = Secret });
        await program.CreateEndpointAsync(url + "/strange", "strange.*");

        var mine = await program.PublishAsync("mine.created", new { type = "mine.created" });
        await program.WaitForDeliveryAsync(mine, "succeeded", Deadline);
        var strange = await program.PublishAsync("strange.created", new { });
        await program.WaitForDeliveryAsync(strange, "succeeded", Deadline);

        await receiver.WaitForLineAsync(new Regex($@"^[\d:.]+  (verified)  mine\.created  {mine}  -> 500 "), Deadline);
        await receiver.WaitForLineAsync(new Regex($@"^[\d:.]+  (verified)  mine\.created  {mine} \(time 2\)  -> 200 "), Deadline);
        await receiver.WaitForLineAsync(new Regex($@"^[\d:.]+  (NOT verified \(WrongSignature\))  strange\.created  {strange}  -> 200 "), Deadline);
    }

    [Test]
    public async Task Help_lists_every_option()
    {
        await using var receiver = StartedProgram.Start("Receiver", ["--help"], NoEnvironment);

        Assert.That(await receiver.WaitForExitAsync(Deadline), Is.Zero);
        foreach (var option in new[] { "--port", "--secret", "--fail", "--status", "--retry-after", "--delay" })
        {
            Assert.That(receiver.Output, Does.Contain(option));
        }
    }

    [TestCase("--port http", "--port must be a whole number from 0 to 65535; was 'http'")]
    [TestCase("--fail", "--fail must be a whole number")]
    [TestCase("--delay 3", "--delay must be a time such as 3s")]
    [TestCase("--status 99", "--status must be a whole number from 200 to 599")]
    [TestCase("--secret hunter2", "--secret must be 'whsec_' and base64")]
    [TestCase("--sekret x", "'--sekret' is not an option")]
    public async Task A_bad_argument_is_named_without_a_stack_trace(string args, string said)
    {
        await using var receiver = StartedProgram.Start("Receiver", args.Split(' '), NoEnvironment);

        var exitCode = await receiver.WaitForExitAsync(Deadline);

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(receiver.Output, Does.StartWith(said).And.Not.Contain("hunter2").And.Not.Contain("   at "));
    }

    [GeneratedRegex(@"^Listening on (http://\S+)\. ")]
    private static partial Regex ListeningLine();
}
