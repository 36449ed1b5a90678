using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>
/// Makes the delivery client what it is, after everybody else has had a say. Hosts give every client a handler that retries
/// (service defaults do), and behind the outbox's back that would send an event several times for one recorded attempt.
/// </summary>
internal sealed class DeliveryClientSetup : IPostConfigureOptions<HttpClientFactoryOptions>
{
    public void PostConfigure(string? name, HttpClientFactoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        if (name != WebhookHttpClient.Name)
        {
            return;
        }

        options.HttpClientActions.Clear();
        options.HttpClientActions.Add(client => client.Timeout = Timeout.InfiniteTimeSpan);

        // The handler stays; its connections do not, and that is what lets changes of DNS be seen.
        options.HandlerLifetime = Timeout.InfiniteTimeSpan;
        options.HttpMessageHandlerBuilderActions.Clear();
        options.HttpMessageHandlerBuilderActions.Add(Build);
    }

    private static void Build(HttpMessageHandlerBuilder builder)
    {
        builder.AdditionalHandlers.Clear();
        builder.PrimaryHandler = DeliveryHandler.Create(
            builder.Services.GetRequiredService<GuardedConnector>(),
            builder.Services.GetRequiredService<IOptions<SendingOptions>>());
    }
}
