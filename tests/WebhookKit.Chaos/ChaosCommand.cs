using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Processes;
using WebhookKit.Chaos.Reporting;
using WebhookKit.Chaos.Scenarios;
using WebhookKit.TestServers;

namespace WebhookKit.Chaos;

/// <summary>Runs one scenario and reports it. Ends with 0 where every bar is met, with 1 where one is not, with 2 for bad arguments.</summary>
internal static class ChaosCommand
{
    private const int Passed = 0;
    private const int Failed = 1;
    private const int Misuse = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || args.Contains("--help") || args.Contains("-h"))
        {
            Console.Out.Write(HelpText.For(ScenarioList.All));
            return args.Length == 0 ? Misuse : Passed;
        }

        if (args is ["--list"])
        {
            Console.Out.Write(HelpText.ListOf(ScenarioList.All));
            return Passed;
        }

        try
        {
            return await RunAsync(ArgumentReader.Read(args, ScenarioList.All));
        }
        catch (UsageException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} --help lists what there is.");
            return Misuse;
        }
    }

    /// <summary>Runs what another process of this program asks for, and ends with that one at the latest.</summary>
    public static Task<int> RunStartedAsync()
    {
        OwnProgram.EndWithParent();
        return RunAsync(OwnProgram.ReadSettings<ChaosArguments>());
    }

    private static async Task<int> RunAsync(ChaosArguments arguments)
    {
        using var interruption = new Interruption();
        var ending = interruption.Token;
        var scenario = ScenarioList.All.Single(scenario => scenario.Name == arguments.Scenario);
        try
        {
            var result = await scenario.RunAsync(arguments, ending);
            ResultText.Write(result, Console.Out);
            if (arguments.JsonFile is { } file)
            {
                await ResultJson.WriteAsync(result, file);
            }

            return result.Passed ? Passed : Failed;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted; everything that was started has been ended.");
            return Failed;
        }
        catch (Exception exception) when (exception is ServerMissingException or ScenarioFailedException)
        {
            await Console.Error.WriteLineAsync($"{arguments.Scenario} could not run: {exception.Message}");
            return Failed;
        }
    }
}
