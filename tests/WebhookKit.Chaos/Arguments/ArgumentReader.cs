using System.Globalization;
using WebhookKit.Chaos.Mutating;
using WebhookKit.Chaos.Scenarios;

namespace WebhookKit.Chaos.Arguments;

internal static class ArgumentReader
{
    private const int MostEvents = 10_000_000;
    private const int MostKills = 10_000;

    /// <exception cref="UsageException">An argument is unknown, without a value, out of range or without meaning here.</exception>
    public static ChaosArguments Read(IReadOnlyList<string> args, IReadOnlyList<Scenario> scenarios)
    {
        var scenario = FindScenario(args[0], scenarios);
        var arguments = scenario.Defaults;
        for (var i = 1; i < args.Count; i += 2)
        {
            var name = args[i];
            var value = i + 1 < args.Count ? args[i + 1] : throw new UsageException($"{name} needs a value.");
            arguments = name switch
            {
                "--store" => arguments with { Store = ReadStore(value, scenario) },
                "--events" => arguments with { Events = ReadNumber(name, value, 1, MostEvents) },
                "--kills" when scenario.Defaults.Kills == 0 => throw new UsageException($"--kills has no meaning for {scenario.Name}."),
                "--kills" => arguments with { Kills = ReadNumber(name, value, 0, MostKills) },
                "--seed" => arguments with { Seed = ReadNumber(name, value, 0, int.MaxValue) },
                "--json" => arguments with { JsonFile = value },
                "--mutant" => arguments with { Mutant = ReadMutant(value) },
                _ => throw new UsageException($"'{name}' is no option."),
            };
        }

        return arguments;
    }

    public static Scenario FindScenario(string name, IReadOnlyList<Scenario> scenarios) =>
        scenarios.FirstOrDefault(scenario => scenario.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"'{name}' is no scenario; there are {string.Join(", ", scenarios.Select(one => one.Name))}.");

    public static int ReadNumber(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new UsageException($"{name} must be a whole number from {least} to {most}; was '{text}'.");

    public static StoreKind ReadStore(string text) =>
        text switch
        {
            "postgres" => StoreKind.Postgres,
            "sqlite" => StoreKind.Sqlite,
            _ => throw new UsageException($"--store must be postgres or sqlite; was '{text}'."),
        };

    public static string ReadMutant(string text) =>
        MutantList.All.Any(mutant => mutant.Name == text)
            ? text
            : throw new UsageException($"--mutant must be one of {string.Join(", ", MutantList.All.Select(mutant => mutant.Name))}; was '{text}'.");

    private static StoreKind ReadStore(string text, Scenario scenario) =>
        ReadStore(text) is var store && scenario.Stores.Contains(store)
            ? store
            : throw new UsageException($"--store: {scenario.Name} injects what {text} does not have.");
}
