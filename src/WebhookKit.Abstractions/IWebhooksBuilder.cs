using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit;

/// <summary>What <c>AddWebhooks()</c> returns: choose a store and replace parts with its extension methods.</summary>
public interface IWebhooksBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }
}
