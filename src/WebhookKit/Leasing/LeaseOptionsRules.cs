using Microsoft.Extensions.Options;

namespace WebhookKit.Leasing;

internal sealed class LeaseOptionsRules : IValidateOptions<LeaseOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, LeaseOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (options.Duration < Shortest || options.Duration > Longest)
        {
            errors.AddError($"must be from {Shortest} to {Longest}; was {options.Duration}.", $"{nameof(LeaseOptions)}.{nameof(LeaseOptions.Duration)}");
        }

        if (options.RenewEvery <= TimeSpan.Zero || options.RenewEvery * 3 > options.Duration)
        {
            errors.AddError(
                $"must be more than zero and at most a third of {nameof(LeaseOptions.Duration)} ({options.Duration}), or one late renewal loses the lease; was {options.RenewEvery}.",
                $"{nameof(LeaseOptions)}.{nameof(LeaseOptions.RenewEvery)}");
        }

        return errors.Build();
    }
}
