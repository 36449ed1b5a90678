using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>Checks durations, and what depends on more than one option.</summary>
internal sealed class SendingOptionsRules : IValidateOptions<SendingOptions>
{
    private const int LongestUserAgent = 256;

    public ValidateOptionsResult Validate(string? name, SendingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var errors = new ValidateOptionsResultBuilder();
        RequireBetween(nameof(SendingOptions.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), errors);
        RequireBetween(nameof(SendingOptions.ConnectTimeout), options.ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), errors);
        RequireBetween(nameof(SendingOptions.ConnectionLifetime), options.ConnectionLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), errors);
        RequireBetween(nameof(SendingOptions.ExcerptTimeout), options.ExcerptTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10), errors);
        if (options.ConnectTimeout > options.Timeout)
        {
            errors.AddError(
                $"must not be longer than {nameof(SendingOptions.Timeout)} ({options.Timeout}), which ends the attempt; was {options.ConnectTimeout}.",
                nameof(SendingOptions.ConnectTimeout));
        }

        if (options.UserAgent is null || options.UserAgent.Length > LongestUserAgent || !HeaderRules.CanBeUserAgent(options.UserAgent))
        {
            errors.AddError(
                $"must be at most {LongestUserAgent} characters of the form name/version (comment); was '{options.UserAgent}'.",
                nameof(SendingOptions.UserAgent));
        }

        return errors.Build();
    }

    private static void RequireBetween(string property, TimeSpan value, TimeSpan least, TimeSpan most, ValidateOptionsResultBuilder errors)
    {
        if (value < least || value > most)
        {
            errors.AddError($"must be between {least} and {most}; was {value}.", property);
        }
    }
}
