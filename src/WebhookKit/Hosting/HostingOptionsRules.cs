using Microsoft.Extensions.Options;

namespace WebhookKit.Hosting;

internal sealed class HostingOptionsRules : IValidateOptions<HostingOptions>
{
    public ValidateOptionsResult Validate(string? name, HostingOptions options) =>
        options.ShutdownTimeout > TimeSpan.Zero && options.ShutdownTimeout <= TimeSpan.FromMinutes(10)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{nameof(HostingOptions)}.{nameof(HostingOptions.ShutdownTimeout)} must be more than zero and at most 10 minutes; was {options.ShutdownTimeout}.");
}
