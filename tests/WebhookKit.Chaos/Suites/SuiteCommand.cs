using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Scenarios;

namespace WebhookKit.Chaos.Suites;

/// <summary>
/// Runs scenarios in full size, one after the other, and reports them all. Ends with 0 where all have passed, with 1 where one
/// has not, with 2 for bad arguments.
/// </summary>
internal static class SuiteCommand
{
    public const string Verb = "all";
    private const int Passed = 0;
    private const int Failed = 1;
    private const int Misuse = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            return await RunAsync(SuiteArgumentReader.Read(args, ScenarioList.All));
        }
        catch (UsageException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} --help lists what there is.");
            return Misuse;
        }
    }

    private static async Task<int> RunAsync(SuiteArguments arguments)
    {
        using var interruption = new Interruption();
        IReadOnlyList<SuiteRow> earlier = arguments.AddTo is { } file ? SuiteJson.Read(file) : [];
        var suite = new Suite(arguments, SuitePlan.Of(arguments, ScenarioList.All), earlier);
        try
        {
            await suite.RunAsync(Console.Out, interruption.Token);
            return suite.HasPassed ? Passed : Failed;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted; everything that was started has been ended.");
            return Failed;
        }
    }
}
