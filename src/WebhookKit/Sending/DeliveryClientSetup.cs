using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>Sets the delivery client's options after everybody else, without what the host does to its other clients.</summary>
internal sealed class DeliveryClientSetup : IPostConfigureOptions<HttpClientFactoryOptions>
{
    public void PostConfigure(string? name, HttpClientFactoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        if (name != WebhookHttpClient.Name)
        {
            return;
        }

        // A base address or headers of the host, credentials among them, are not for subscribers; deadlines are the sender's.
        options.HttpClientActions.Clear();
        options.HttpClientActions.Add(client => client.Timeout = Timeout.InfiniteTimeSpan);
        options.HttpMessageHandlerBuilderActions.Clear();

        // The handler stays; its connections do not, and that is what lets changes of DNS be seen.
        options.HandlerLifetime = Timeout.InfiniteTimeSpan;
    }
}
