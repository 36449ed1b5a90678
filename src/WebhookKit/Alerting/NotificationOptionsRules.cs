using Microsoft.Extensions.Options;

namespace WebhookKit.Alerting;

internal sealed class NotificationOptionsRules : IValidateOptions<NotificationOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OldestBacklog = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, NotificationOptions options)
    {
        var errors = Judge(options).OfType<string>().ToArray();
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string?> Judge(NotificationOptions options)
    {
        yield return options.BacklogOlderThan is { } tooOld && (tooOld < Shortest || tooOld > OldestBacklog)
            ? $"{nameof(NotificationOptions)}.{nameof(NotificationOptions.BacklogOlderThan)} must be from {Shortest} to {OldestBacklog}, or null for never; was {tooOld}."
            : null;
        yield return options.Timeout < Shortest || options.Timeout > LongestTimeout
            ? $"{nameof(NotificationOptions)}.{nameof(NotificationOptions.Timeout)} must be from {Shortest} to {LongestTimeout}; was {options.Timeout}."
            : null;
    }
}
