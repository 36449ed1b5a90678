using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>
/// Gives the delivery client its handler after everybody else has had a say. Hosts give every client a handler that retries
/// (service defaults do), and behind the outbox's back that would send an event several times for one recorded attempt.
/// </summary>
internal sealed class DeliveryClientFilter : IHttpMessageHandlerBuilderFilter
{
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (builder.Name == WebhookHttpClient.Name)
        {
            builder.AdditionalHandlers.Clear();
            builder.PrimaryHandler = DeliveryHandler.Create(
                builder.Services.GetRequiredService<EgressRoutes>().Default.Connector, builder.Services.GetRequiredService<IOptions<SendingOptions>>(), TlsProfile.Ordinary());
        }
    };
}
