using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>Checks the numbers, by their attributes.</summary>
[OptionsValidator]
internal sealed partial class SendingOptionsValidator : IValidateOptions<SendingOptions>;
