using Microsoft.Extensions.Options;

namespace WebhookKit.Dispatching;

internal sealed class DispatchOptionsRules : IValidateOptions<DispatchOptions>
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestFailing = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestFailing = TimeSpan.FromDays(365);

    public ValidateOptionsResult Validate(string? name, DispatchOptions options)
    {
        if (options.PollInterval < ShortestPoll || options.PollInterval > LongestPoll)
        {
            return ValidateOptionsResult.Fail(
                $"{nameof(DispatchOptions)}.{nameof(DispatchOptions.PollInterval)} must be from {ShortestPoll} to {LongestPoll}; was {options.PollInterval}.");
        }

        return options.DisableFailingAfter is { } tooLong && (tooLong < ShortestFailing || tooLong > LongestFailing)
            ? ValidateOptionsResult.Fail(
                $"{nameof(DispatchOptions)}.{nameof(DispatchOptions.DisableFailingAfter)} must be from {ShortestFailing} to {LongestFailing}, or null for never; was {tooLong}.")
            : ValidateOptionsResult.Success;
    }
}
