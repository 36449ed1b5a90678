using System.Globalization;
using WebhookKit.LoadTest.Scenarios;

namespace WebhookKit.LoadTest.Arguments;

internal static class ArgumentReader
{
    private const string StoreOption = "--store";
    private const string JsonOption = "--json";

    /// <exception cref="UsageException">An argument is unknown, without a value, out of range or without meaning here.</exception>
    public static LoadTestArguments Read(IReadOnlyList<string> args, IReadOnlyList<IScenario> scenarios)
    {
        var scenario = scenarios.FirstOrDefault(scenario => scenario.Name == args[0])
            ?? throw new UsageException($"'{args[0]}' is no scenario; there are {string.Join(", ", scenarios.Select(one => one.Name))}.");
        var values = new Dictionary<LoadOption, int>(scenario.Defaults);
        var store = StoreKind.Sqlite;
        string? jsonFile = null;

        for (var i = 1; i < args.Count; i += 2)
        {
            var name = args[i];
            var value = i + 1 < args.Count ? args[i + 1] : throw new UsageException($"{name} needs a value.");
            switch (name)
            {
                case StoreOption:
                    store = ReadStore(value, scenario);
                    break;
                case JsonOption:
                    jsonFile = value;
                    break;
                default:
                    var option = Find(name, scenario);
                    values[option] = ReadNumber(option, value);
                    break;
            }
        }

        return new LoadTestArguments(scenario.Name, store, jsonFile, values);
    }

    private static LoadOption Find(string name, IScenario scenario)
    {
        var option = LoadOption.All.FirstOrDefault(option => option.Name == name) ?? throw new UsageException($"'{name}' is no option.");
        return scenario.Defaults.ContainsKey(option)
            ? option
            : throw new UsageException($"{name} has no meaning for '{scenario.Name}', which takes {string.Join(", ", scenario.Defaults.Keys.Select(one => one.Name))}.");
    }

    private static int ReadNumber(LoadOption option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= option.Min && value <= option.Max
            ? value
            : throw new UsageException($"{option.Name} must be a whole number from {option.Min} to {option.Max}; was '{text}'.");

    private static StoreKind ReadStore(string text, IScenario scenario) =>
        text switch
        {
            "sqlite" => StoreKind.Sqlite,
            "memory" when scenario.NeedsSqlite => throw new UsageException($"'{scenario.Name}' runs on sqlite only."),
            "memory" => StoreKind.Memory,
            _ => throw new UsageException($"{StoreOption} must be sqlite or memory; was '{text}'."),
        };
}
