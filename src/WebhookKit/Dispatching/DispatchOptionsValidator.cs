using Microsoft.Extensions.Options;

namespace WebhookKit.Dispatching;

[OptionsValidator]
internal sealed partial class DispatchOptionsValidator : IValidateOptions<DispatchOptions>;
