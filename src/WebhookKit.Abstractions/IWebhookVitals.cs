namespace WebhookKit;

/// <summary>How delivering is doing in this process, for whoever watches it. Reading asks nobody and costs next to nothing.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IWebhookVitals
{
    /// <summary>Reads the signs of life.</summary>
    WebhookVitals Read();
}
