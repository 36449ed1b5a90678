using Microsoft.Extensions.Options;

namespace WebhookKit.Dispatching;

internal sealed class DispatchOptionsRules : IValidateOptions<DispatchOptions>
{
    private const double LowestRatio = 0.01;
    private const int FewestAttempts = 2;
    private const int MostAttempts = 10_000;

    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestFailing = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestFailing = TimeSpan.FromDays(365);
    private static readonly TimeSpan ShortestOpen = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestOpen = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, DispatchOptions options)
    {
        var errors = Judge(options).OfType<string>().ToArray();
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string?> Judge(DispatchOptions options)
    {
        var circuit = options.Circuit;
        yield return Within(nameof(DispatchOptions.PollInterval), options.PollInterval, ShortestPoll, LongestPoll);
        yield return options.DisableFailingAfter is { } tooLong
            ? Within(nameof(DispatchOptions.DisableFailingAfter), tooLong, ShortestFailing, LongestFailing, ", or null for never")
            : null;
        yield return Within(OfCircuit(nameof(CircuitOptions.Window)), circuit.Window, ShortestOpen, LongestWindow);
        yield return Within(OfCircuit(nameof(CircuitOptions.MaxOpenFor)), circuit.MaxOpenFor, ShortestOpen, LongestOpen);
        yield return Within(OfCircuit(nameof(CircuitOptions.OpenFor)), circuit.OpenFor, ShortestOpen, circuit.MaxOpenFor, $" ({nameof(CircuitOptions.MaxOpenFor)})");
        yield return circuit.FailureRatio is >= LowestRatio and <= 1
            ? null
            : FormattableString.Invariant($"{Path(OfCircuit(nameof(CircuitOptions.FailureRatio)))} must be from {LowestRatio} to 1; was {circuit.FailureRatio}.");
        yield return circuit.MinimumAttempts is >= FewestAttempts and <= MostAttempts
            ? null
            : $"{Path(OfCircuit(nameof(CircuitOptions.MinimumAttempts)))} must be from {FewestAttempts} to {MostAttempts}; was {circuit.MinimumAttempts}.";
    }

    private static string? Within(string option, TimeSpan value, TimeSpan shortest, TimeSpan longest, string besides = "") =>
        value >= shortest && value <= longest ? null : $"{Path(option)} must be from {shortest} to {longest}{besides}; was {value}.";

    private static string OfCircuit(string option) => $"{nameof(DispatchOptions.Circuit)}.{option}";

    private static string Path(string option) => $"{nameof(DispatchOptions)}.{option}";
}
