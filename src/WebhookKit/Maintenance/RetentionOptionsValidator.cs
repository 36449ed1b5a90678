using Microsoft.Extensions.Options;

namespace WebhookKit.Maintenance;

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
