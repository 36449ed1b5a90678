using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookKit.Receiving;

namespace WebhookKit.AspNetCore.Receiving;

/// <summary>What an endpoint, or a group of them, asks of webhooks; metadata of the endpoint.</summary>
internal sealed class SignatureRequirement(WebhookSignatureOptions options)
{
    /// <summary>
    /// Puts the gate before the finished endpoint. Of several requirements on one endpoint, those of its groups included, the last is the
    /// nearest and holds alone: two gates would claim the event from each other.
    /// </summary>
    /// <exception cref="InvalidOperationException">The services are missing, or the endpoint has no name to remember events under.</exception>
    public void Close(EndpointBuilder endpoint)
    {
        if (!ReferenceEquals(endpoint.Metadata.OfType<SignatureRequirement>().Last(), this) || endpoint.RequestDelegate is not { } handler)
        {
            return;
        }

        var services = endpoint.ApplicationServices;
        if (services.GetService<TimeProvider>() is not { } timeProvider || services.GetService<IServiceProviderIsService>()?.IsService(typeof(IProcessedEventStore)) is false)
        {
            throw new InvalidOperationException(
                "RequireWebhookSignature needs its services: call builder.Services.AddWebhookReceiver() before building the application.");
        }

        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<SignatureGate>();
        var receiver = options.Receiver ?? NameOf(endpoint);
        var once = options.RememberFor is { } rememberFor ? new OnceOnly(receiver, options.ClaimFor, rememberFor, logger) : null;
        endpoint.RequestDelegate = new SignatureGate(new SignatureCheck(options, timeProvider), once, receiver, handler, logger).InvokeAsync;
    }

    private static string NameOf(EndpointBuilder endpoint) =>
        endpoint is RouteEndpointBuilder { RoutePattern.RawText: { Length: > 0 and <= WebhookSignatureOptions.LongestName } pattern }
            ? pattern
            : throw new InvalidOperationException(
                $"The endpoint '{endpoint.DisplayName}' has no route pattern of 1 to {WebhookSignatureOptions.LongestName} characters to remember its events under: set {nameof(WebhookSignatureOptions)}.{nameof(WebhookSignatureOptions.Receiver)}.");
}
