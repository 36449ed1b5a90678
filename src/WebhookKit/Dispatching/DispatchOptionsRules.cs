using Microsoft.Extensions.Options;

namespace WebhookKit.Dispatching;

internal sealed class DispatchOptionsRules : IValidateOptions<DispatchOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, DispatchOptions options) =>
        options.PollInterval >= Shortest && options.PollInterval <= Longest
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{nameof(DispatchOptions)}.{nameof(DispatchOptions.PollInterval)} must be from {Shortest} to {Longest}; was {options.PollInterval}.");
}
