using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

public sealed class PolicyChangeTests
{
    [Test]
    public void A_changed_option_counts_from_the_next_question_on()
    {
        var options = new SetOptions<EgressOptions>(new EgressOptions());
        using var policy = new EgressPolicy(options);
        Assert.That(policy.JudgeUrl("https://1.1.1.1/").IsAllowed, Is.True);

        options.Set(new EgressOptions { BlockedNetworks = ["1.1.1.0/24"] });

        Assert.That(policy.JudgeUrl("https://1.1.1.1/").IsAllowed, Is.False);
        Assert.That(policy.JudgeAddress(IPAddress.Parse("1.1.1.1")).IsAllowed, Is.False);
    }

    [Test]
    public async Task A_network_that_is_blocked_gets_no_request_on_an_open_connection_once_its_lifetime_is_over()
    {
        var requests = 0;
        using var server = RawServer.Talking(async stream =>
        {
            var buffer = new byte[8192];
            while (await stream.ReadAsync(buffer) > 0)
            {
                Interlocked.Increment(ref requests);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            }
        });
        var configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        await using var sender = new SenderFixture(after: services =>
        {
            services.AddOptions<EgressOptions>().Bind(configuration);
            services.Configure<SendingOptions>(options => options.ConnectionLifetime = TimeSpan.FromSeconds(1));
        });
        var url = $"http://localhost:{server.Port}/";
        Assert.That((await sender.SendAsync(url)).Outcome, Is.EqualTo(AttemptOutcome.Succeeded));

        configuration["BlockedNetworks:0"] = "127.0.0.0/8";
        configuration["BlockedNetworks:1"] = "::1/128";
        configuration.Reload();
        SendResult result;
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(6);
        do
        {
            result = await sender.SendAsync(url);
        }
        while (result.Outcome == AttemptOutcome.Succeeded && DateTime.UtcNow < deadline);
        var before = Volatile.Read(ref requests);
        var last = await sender.SendAsync(url);

        Assert.Multiple(() =>
        {
            Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.PolicyBlocked));
            Assert.That(last.Outcome, Is.EqualTo(AttemptOutcome.PolicyBlocked));
            Assert.That(Volatile.Read(ref requests), Is.EqualTo(before));
        });
    }
}
