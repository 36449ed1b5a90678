using System.Globalization;
using WebhookKit;

namespace Receiver;

/// <summary>What the command line asks for.</summary>
internal sealed class ReceiverSettings
{
    public const string Help = """
        Receives webhooks on the loopback address, verifies their signatures and prints a line for each request.

        Usage: dotnet run --project samples/Receiver -- [options]

          --port <port>           where to listen; 5055 by default, 0 for any free port
          --secret <whsec_...>    the endpoint's secret; repeat it while a rotation is under way
          --fail <count>          answer 500 to the first <count> requests
          --status <code>         answer this status instead of 200, for example 410
          --retry-after <seconds> add a Retry-After header to answers that are not 2xx
          --delay <time>          wait before every answer, for example 3s or 250ms
          --help                  show this

        Try: --fail 2                       the delivery is retried on schedule and arrives with the same id
             --status 429 --retry-after 5   the endpoint is left alone for five seconds
             --status 410                   the endpoint is disabled
             --delay 20s                    the attempt times out
        """;

    public int Port { get; private set; } = 5055;

    public List<WebhookSecret> Secrets { get; } = [];

    public int FailFirst { get; private set; }

    public int Status { get; private set; } = 200;

    public int? RetryAfterSeconds { get; private set; }

    public TimeSpan Delay { get; private set; }

    /// <exception cref="FormatException">An argument is not understood; the message says which, and what it must be.</exception>
    public static ReceiverSettings Parse(IReadOnlyList<string> args)
    {
        var settings = new ReceiverSettings();
        for (var i = 0; i < args.Count; i += 2)
        {
            settings.Set(args[i], i + 1 < args.Count ? args[i + 1] : null);
        }

        return settings;
    }

    private void Set(string option, string? value)
    {
        switch (option)
        {
            case "--port":
                Port = Number(option, value, 0, 65535);
                break;
            case "--secret":
                // The message never repeats the value: a mistyped secret is still nearly a secret.
                Secrets.Add(WebhookSecret.TryParse(value, out var secret)
                    ? secret
                    : throw new FormatException("--secret must be 'whsec_' and base64, as shown when the endpoint was created."));
                break;
            case "--fail":
                FailFirst = Number(option, value, 1, int.MaxValue);
                break;
            case "--status":
                Status = Number(option, value, 200, 599);
                break;
            case "--retry-after":
                RetryAfterSeconds = Number(option, value, 0, 86400);
                break;
            case "--delay":
                Delay = Duration(option, value);
                break;
            default:
                throw new FormatException($"'{option}' is not an option.");
        }
    }

    private static int Number(string option, string? value, int min, int max) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new FormatException($"{option} must be a whole number from {min} to {max}{Seen(value)}.");

    private static TimeSpan Duration(string option, string? value)
    {
        var (digits, unit) = value switch
        {
            null => ("", 0),
            _ when value.EndsWith("ms", StringComparison.Ordinal) => (value[..^2], 1),
            _ when value.EndsWith('s') => (value[..^1], 1000),
            _ => ("", 0),
        };
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? TimeSpan.FromMilliseconds((double)number * unit)
            : throw new FormatException($"{option} must be a time such as 3s or 250ms{Seen(value)}.");
    }

    private static string Seen(string? value) => value is null ? ", and has no value" : $"; was '{value}'";
}
