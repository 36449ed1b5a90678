namespace WebhookKit.Sending;

/// <summary>The HTTP client that deliveries are sent with.</summary>
public static class WebhookHttpClient
{
    /// <summary>
    /// Its name at <see cref="System.Net.Http.IHttpClientFactory"/>. The client is complete as it is: handlers and client
    /// defaults that the host adds, to this name or to all clients, are left out of it, because a handler that retries
    /// would send behind the back of the retry schedule, and one that rewrites would send what was not signed.
    /// </summary>
    public const string Name = "WebhookKit";
}
