using Microsoft.Extensions.Options;

namespace WebhookKit.Publishing;

internal sealed class PublishingOptionsRules : IValidateOptions<PublishingOptions>
{
    /// <summary>The clocks of publishers differ, and a key is to protect whoever tries again.</summary>
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, PublishingOptions options) =>
        options.IdempotencyWindow < ShortestWindow
            ? ValidateOptionsResult.Fail(
                $"{nameof(PublishingOptions)}.{nameof(PublishingOptions.IdempotencyWindow)} must be at least {ShortestWindow}, or left out for as long as the event is stored; was {options.IdempotencyWindow}.")
            : ValidateOptionsResult.Success;
}
