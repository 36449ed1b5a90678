using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Reporting;
using WebhookKit.LoadTest.Scenarios;

namespace WebhookKit.LoadTest;

/// <summary>Runs one scenario and reports it. Ends with 0; with 1 where deliveries were lost or doubled; with 2 for bad arguments.</summary>
internal static class LoadTestCommand
{
    private const int Fine = 0;
    private const int NotDelivered = 1;
    private const int Misuse = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || args.Contains("--help") || args.Contains("-h"))
        {
            Console.Out.Write(HelpText.For(ScenarioList.All));
            return args.Length == 0 ? Misuse : Fine;
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

    private static async Task<int> RunAsync(LoadTestArguments arguments)
    {
        var scenario = ScenarioList.All.Single(scenario => scenario.Name == arguments.Scenario);
        var report = await scenario.RunAsync(arguments);
        ReportTable.Write(report, Console.Out);
        if (arguments.JsonFile is { } file)
        {
            await ReportJson.WriteAsync(report, file);
        }

        return report.Totals.Lost + report.Totals.Duplicates > 0 ? NotDelivered : Fine;
    }
}
