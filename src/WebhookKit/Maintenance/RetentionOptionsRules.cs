using Microsoft.Extensions.Options;

namespace WebhookKit.Maintenance;

internal sealed class RetentionOptionsRules : IValidateOptions<RetentionOptions>
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (options.Every < ShortestInterval)
        {
            errors.AddError($"must be at least {ShortestInterval}; was {options.Every}.", $"{nameof(RetentionOptions)}.{nameof(RetentionOptions.Every)}");
        }

        CheckAge(options.KeepEndedFor, nameof(RetentionOptions.KeepEndedFor));
        CheckAge(options.KeepDeadLettersFor, nameof(RetentionOptions.KeepDeadLettersFor));
        return errors.Build();

        void CheckAge(TimeSpan? age, string property)
        {
            if (age < TimeSpan.Zero)
            {
                errors.AddError($"must not be negative, or null to keep for ever; was {age}.", $"{nameof(RetentionOptions)}.{property}");
            }
        }
    }
}
