using WebhookKit.Chaos;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Replaying;
using WebhookKit.Chaos.Suites;

return args switch
{
    [HostServer.Verb] => await HostServer.RunAsync(),
    [ProducerServer.Verb] => await ProducerServer.RunAsync(),
    [ReceiverServer.Verb] => await ReceiverServer.RunAsync(),
    [ReplayServer.Verb] => await ReplayServer.RunAsync(),
    [ScenarioProcess.Verb] => await ChaosCommand.RunStartedAsync(),
    [SuiteCommand.Verb, .. var options] => await SuiteCommand.RunAsync(options),
    _ => await ChaosCommand.RunAsync(args),
};
