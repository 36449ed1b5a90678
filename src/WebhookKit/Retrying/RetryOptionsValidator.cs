using Microsoft.Extensions.Options;

namespace WebhookKit.Retrying;

/// <summary>Checks the numbers, by their attributes.</summary>
[OptionsValidator]
internal sealed partial class RetryOptionsValidator : IValidateOptions<RetryOptions>;
