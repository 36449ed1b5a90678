using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookKit.Administration;
using WebhookKit.Diagnostics;
using WebhookKit.Retrying;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Endpoints that name a retry policy of the host's own.</summary>
internal sealed class NamedPolicyTests(EngineStore store) : EngineFixture(store)
{
    private const string Name = "never";

    [Test]
    public async Task The_policy_that_an_endpoint_names_decides_and_the_application_s_own_for_the_others()
    {
        var host = await StartHostAsync(services => services.AddKeyedSingleton<IRetryPolicy, NeverAgain>(Name));
        var path = Receiver.At("/").AnswerAlways(500);
        await SubscribeNamedAsync(host, path.Url, "named");
        await host.SubscribeAsync(path.Url, "other");

        var given = await host.PublishAsync("named");
        var kept = await host.PublishAsync("other");

        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Dead, given.EventId);
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Failed, kept.EventId);
    }

    [Test]
    public async Task A_process_that_has_no_policy_of_the_name_says_so_and_follows_the_application_s()
    {
        var log = new CollectedLog();
        var first = await StartHostAsync(services => services.AddKeyedSingleton<IRetryPolicy, NeverAgain>(Name), ("Hosting:Deliver", "false"));
        await SubscribeNamedAsync(first, Receiver.At("/").AnswerAlways(500).Url, "*");
        var host = await StartHostAsync(services =>
        {
            Share(services, first.Services.GetRequiredService<IWebhookStore>());
            services.AddLogging(logging => logging.AddProvider(log));
        });

        await host.PublishAsync();

        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Failed);
        Assert.That(log.Errors.Where(error => error.Id == LogEventIds.RetryPolicyUnknown).Select(error => error.Text), Has.Some.Contains(Name));
    }

    private static async Task SubscribeNamedAsync(EngineHost host, string url, string events) =>
        await host.Endpoints.CreateAsync(new EndpointInput { Url = url, Events = [events], Retry = new RetrySettings { Policy = Name } }, WebhookCaller.Application);

    private sealed class NeverAgain : IRetryPolicy
    {
        public RetryDecision Decide(RetryContext context) => RetryDecision.GiveUp;
    }
}
