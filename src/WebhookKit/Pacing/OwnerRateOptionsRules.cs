using Microsoft.Extensions.Options;

namespace WebhookKit.Pacing;

internal sealed class OwnerRateOptionsRules : IValidateOptions<OwnerRateOptions>
{
    public ValidateOptionsResult Validate(string? name, OwnerRateOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (options.PerSecond is { } any)
        {
            CheckRate(any, nameof(OwnerRateOptions.PerSecond), ", or be left out for no limit");
        }

        foreach (var (owner, own) in options.PerSecondOf)
        {
            CheckRate(own, $"{nameof(OwnerRateOptions.PerSecondOf)}[{owner}]", "");
        }

        if (options.Burst is < 1 or > RateRange.MostAtOnce)
        {
            errors.AddError($"must be from 1 to {RateRange.MostAtOnce}, or be left out; was {options.Burst}.", $"{nameof(OwnerRateOptions)}.{nameof(OwnerRateOptions.Burst)}");
        }

        return errors.Build();

        void CheckRate(double rate, string property, string besides)
        {
            if (!RateRange.Contains(rate))
            {
                errors.AddError(FormattableString.Invariant($"must be from {RateRange.Lowest} to {RateRange.Highest}{besides}; was {rate}."), $"{nameof(OwnerRateOptions)}.{property}");
            }
        }
    }
}
