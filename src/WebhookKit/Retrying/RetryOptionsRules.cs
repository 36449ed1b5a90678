using Microsoft.Extensions.Options;

namespace WebhookKit.Retrying;

/// <summary>Checks the two forms by the rules that endpoints obey as well.</summary>
internal sealed class RetryOptionsRules : IValidateOptions<RetryOptions>
{
    public ValidateOptionsResult Validate(string? name, RetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var errors = new ValidateOptionsResultBuilder();
        if (double.IsNaN(options.Jitter))
        {
            errors.AddError("must be between 0 and 1; was NaN.", nameof(RetryOptions.Jitter));
        }

        if (options is { Schedule: not null, Exponential: not null })
        {
            errors.AddError(
                $"must not be set together with {nameof(RetryOptions.Schedule)}: only one of them can be followed.",
                nameof(RetryOptions.Exponential));
        }

        foreach (var (property, message) in RetryRules.FindBroken(options.Schedule?.AsReadOnly(), options.Exponential))
        {
            errors.AddError(message, property);
        }

        return errors.Build();
    }
}
