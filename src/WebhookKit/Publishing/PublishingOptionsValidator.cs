using Microsoft.Extensions.Options;

namespace WebhookKit.Publishing;

[OptionsValidator]
internal sealed partial class PublishingOptionsValidator : IValidateOptions<PublishingOptions>;
