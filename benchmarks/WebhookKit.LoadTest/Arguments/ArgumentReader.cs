using System.Globalization;
using WebhookKit.LoadTest.Scenarios;

namespace WebhookKit.LoadTest.Arguments;

internal static class ArgumentReader
{
    private const string StoreOption = "--store";
    private const string ReceiverOption = "--receiver";
    private const string JsonOption = "--json";

    /// <exception cref="UsageException">An argument is unknown, without a value, out of range or without meaning here.</exception>
    public static LoadTestArguments Read(IReadOnlyList<string> args, IReadOnlyList<Scenario> scenarios)
    {
        var scenario = scenarios.FirstOrDefault(scenario => scenario.Name == args[0])
            ?? throw new UsageException($"'{args[0]}' is no scenario; there are {string.Join(", ", scenarios.Select(one => one.Name))}.");
        var values = new Dictionary<LoadOption, int>(scenario.Defaults);
        var arguments = new LoadTestArguments(scenario.Name, scenario.Stores[0], ReceiverKind.Kestrel, JsonFile: null, values);

        for (var i = 1; i < args.Count; i++)
        {
            var name = args[i];
            if (LoadOption.All.FirstOrDefault(option => option.IsSwitch && option.Name == name) is { } flag)
            {
                values[Known(flag, scenario)] = 1;
                continue;
            }

            var value = ++i < args.Count ? args[i] : throw new UsageException($"{name} needs a value.");
            arguments = name switch
            {
                StoreOption => arguments with { Store = ReadStore(value, scenario) },
                ReceiverOption => arguments with { Receiver = ReadReceiver(value, scenario) },
                JsonOption => arguments with { JsonFile = value },
                _ => arguments,
            };
            if (name is not (StoreOption or ReceiverOption or JsonOption))
            {
                var option = LoadOption.All.FirstOrDefault(option => option.Name == name) ?? throw new UsageException($"'{name}' is no option.");
                values[Known(option, scenario)] = ReadNumber(option, value);
            }
        }

        return arguments;
    }

    private static LoadOption Known(LoadOption option, Scenario scenario) =>
        scenario.Defaults.ContainsKey(option)
            ? option
            : throw new UsageException($"{option.Name} has no meaning for '{scenario.Name}', which takes {string.Join(", ", scenario.Defaults.Keys.Select(one => one.Name))}.");

    private static int ReadNumber(LoadOption option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= option.Min && value <= option.Max
            ? value
            : throw new UsageException($"{option.Name} must be a whole number from {option.Min} to {option.Max}; was '{text}'.");

    private static StoreKind ReadStore(string text, Scenario scenario)
    {
        if (text == "sqlserver")
        {
            throw new UsageException($"{StoreOption} sqlserver is not there yet.");
        }

        return Enum.GetValues<StoreKind>().Where(kind => Named(kind, text)).Select(kind => (StoreKind?)kind).FirstOrDefault() switch
        {
            { } kind when scenario.Stores.Contains(kind) => kind,
            { } => throw new UsageException($"'{scenario.Name}' does not run on {text}, only on {Names(scenario.Stores)}."),
            null => throw new UsageException($"{StoreOption} must be one of {Names(Enum.GetValues<StoreKind>())}; was '{text}'."),
        };
    }

    private static ReceiverKind ReadReceiver(string text, Scenario scenario) =>
        Enum.GetValues<ReceiverKind>().Where(kind => Named(kind, text)).Select(kind => (ReceiverKind?)kind).FirstOrDefault() switch
        {
            ReceiverKind.Nginx when !scenario.RunsWithNginx =>
                throw new UsageException($"'{scenario.Name}' needs to know what arrives and when, which nginx does not tell."),
            { } kind => kind,
            null => throw new UsageException($"{ReceiverOption} must be one of {Names(Enum.GetValues<ReceiverKind>())}; was '{text}'."),
        };

    private static bool Named<T>(T kind, string text)
        where T : struct, Enum => string.Equals(kind.ToString(), text, StringComparison.OrdinalIgnoreCase);

    private static string Names<T>(IEnumerable<T> kinds)
        where T : struct, Enum => string.Join(", ", kinds.Select(kind => kind.ToString().ToLowerInvariant()));
}
