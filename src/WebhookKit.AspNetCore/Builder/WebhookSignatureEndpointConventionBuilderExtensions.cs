using WebhookKit;
using WebhookKit.AspNetCore;
using WebhookKit.AspNetCore.Receiving;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Lets only signed webhooks reach an endpoint.</summary>
public static class WebhookSignatureEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Verifies the signature of every request (Standard Webhooks 1.0.0, <c>v1</c>) before the endpoint's parameters are bound, and lets
    /// each event be processed once. Needs <c>builder.Services.AddWebhookReceiver()</c>.
    /// </summary>
    /// <param name="builder">An endpoint, or a group of them; what is said nearest to an endpoint holds for it.</param>
    /// <param name="secrets">The secrets that are accepted: one, and two while one replaces the other.</param>
    /// <exception cref="ArgumentException">There is no secret.</exception>
    public static TBuilder RequireWebhookSignature<TBuilder>(this TBuilder builder, params IEnumerable<WebhookSecret> secrets)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return builder.RequireWebhookSignature(options =>
        {
            foreach (var secret in secrets)
            {
                options.Secrets.Add(secret);
            }
        });
    }

    /// <summary>
    /// Verifies the signature of every request (Standard Webhooks 1.0.0, <c>v1</c>) before the endpoint's parameters are bound, and lets
    /// each event be processed once. Needs <c>builder.Services.AddWebhookReceiver()</c>.
    /// </summary>
    /// <param name="builder">An endpoint, or a group of them; what is said nearest to an endpoint holds for it.</param>
    /// <param name="configure">Says with which secrets, and how.</param>
    /// <remarks>
    /// <para>
    /// The body is read once, up to <see cref="WebhookSignatureOptions.MaxBodyBytes"/>, and the handler reads the same bytes again. The
    /// handler's success (2xx) completes the event: when it comes again, it is answered with 200 and the handler does not run. An exception or
    /// any other status gives it back, and the next attempt is processed.
    /// </para>
    /// <para>
    /// What is refused is answered with problem details that have a <c>code</c>: 401 <c>signature_missing</c>, <c>signature_invalid</c>,
    /// <c>timestamp_too_old</c> or <c>timestamp_too_new</c>; 400 <c>headers_malformed</c> or <c>body_unreadable</c>; 413 <c>body_too_large</c>;
    /// 409 <c>in_progress</c>, with <c>Retry-After</c>.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">An option is out of range; the message says which.</exception>
    public static TBuilder RequireWebhookSignature<TBuilder>(this TBuilder builder, Action<WebhookSignatureOptions> configure)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        var options = new WebhookSignatureOptions();
        configure(options);
        SignatureOptionsRules.Check(options, nameof(configure));

        var requirement = new SignatureRequirement(options);
        builder.Add(endpoint => endpoint.Metadata.Add(requirement));
        builder.Finally(requirement.Close);
        return builder;
    }
}
