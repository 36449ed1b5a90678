using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.DependencyInjection;

internal sealed class WebhooksBuilder(IServiceCollection services) : IWebhooksBuilder
{
    public IServiceCollection Services => services;

    /// <summary>The configuration sections that are bound already: binding a list twice would double it.</summary>
    public HashSet<string> BoundSections { get; } = new(StringComparer.OrdinalIgnoreCase);
}
