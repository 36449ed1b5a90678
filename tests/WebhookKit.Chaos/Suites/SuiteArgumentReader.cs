using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Scenarios;

namespace WebhookKit.Chaos.Suites;

internal static class SuiteArgumentReader
{
    private const int MostShrink = 10_000;

    /// <param name="args">The options.</param>
    /// <param name="scenarios">What there is to choose from.</param>
    /// <exception cref="UsageException">An argument is unknown, without a value, out of range or without meaning here.</exception>
    public static SuiteArguments Read(IReadOnlyList<string> args, IReadOnlyList<Scenario> scenarios)
    {
        var arguments = new SuiteArguments();
        for (var i = 0; i < args.Count; i += 2)
        {
            var name = args[i];
            var value = i + 1 < args.Count ? args[i + 1] : throw new UsageException($"{name} needs a value.");
            arguments = name switch
            {
                "--only" => arguments with { Only = ReadNames(value, scenarios) },
                "--store" => arguments with { Store = ArgumentReader.ReadStore(value) },
                "--seed" => arguments with { Seed = ArgumentReader.ReadNumber(name, value, 0, int.MaxValue) },
                "--shrink" => arguments with { Shrink = ArgumentReader.ReadNumber(name, value, 1, MostShrink) },
                "--report" => arguments with { ReportFile = value },
                "--json" => arguments with { JsonFile = value },
                "--add-to" => arguments with { AddTo = value },
                "--mutant" => arguments with { Mutant = ArgumentReader.ReadMutant(value) },
                _ => throw new UsageException($"'{name}' is no option."),
            };
        }

        return arguments;
    }

    private static string[] ReadNames(string text, IReadOnlyList<Scenario> scenarios) =>
        [.. text.Split(',').Select(name => ArgumentReader.FindScenario(name, scenarios).Name)];
}
