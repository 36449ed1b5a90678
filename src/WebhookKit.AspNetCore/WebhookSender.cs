using WebhookKit.Signing;

namespace WebhookKit.AspNetCore;

/// <summary>Who may have sent a webhook, and what it is verified with.</summary>
public sealed class WebhookSender
{
    /// <summary>
    /// The sender's name, for example the tenant's; at most 200 characters. Events of two senders are told apart by it, so that nobody
    /// can use up the ids of somebody else's events.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The secrets that are accepted: one, and two while one replaces the other.</summary>
    public required IReadOnlyCollection<WebhookSecret> Secrets { get; init; }

    /// <summary>The public keys that are accepted beside the secrets, or alone.</summary>
    /// <value>None by default.</value>
    public IReadOnlyCollection<IWebhookVerificationKey> Keys { get; init; } = [];
}
