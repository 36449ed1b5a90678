namespace WebhookKit.Administration;

/// <summary>Tries filters out before they are saved with an endpoint.</summary>
/// <remarks>Thread-safe; a singleton.</remarks>
public interface IWebhookFilters
{
    /// <summary>Judges a payload by a filter, as it is done before a delivery is sent.</summary>
    /// <param name="filter">The filter, as <see cref="EndpointInput.Filter"/> takes it.</param>
    /// <param name="payload">The bytes that would be sent.</param>
    /// <exception cref="WebhookValidationException">The filter breaks a rule; the errors name the places in it.</exception>
    FilterResult Test(string filter, ReadOnlySpan<byte> payload);
}
