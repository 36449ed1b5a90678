using System.Runtime.InteropServices;
using WebhookKit.Chaos.Arguments;
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

    private static async Task<int> RunAsync(ChaosArguments arguments)
    {
        using var ending = new CancellationTokenSource();
        using var interrupted = Ends(PosixSignal.SIGINT, ending);
        using var terminated = Ends(PosixSignal.SIGTERM, ending);
        var scenario = ScenarioList.All.Single(scenario => scenario.Name == arguments.Scenario);
        try
        {
            var result = await scenario.RunAsync(arguments, ending.Token);
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

    private static PosixSignalRegistration Ends(PosixSignal signal, CancellationTokenSource ending) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            ending.Cancel();
        });
}
