using WebhookKit.Chaos;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Replaying;

return args switch
{
    [HostServer.Verb] => await HostServer.RunAsync(),
    [ProducerServer.Verb] => await ProducerServer.RunAsync(),
    [ReceiverServer.Verb] => await ReceiverServer.RunAsync(),
    [ReplayServer.Verb] => await ReplayServer.RunAsync(),
    _ => await ChaosCommand.RunAsync(args),
};
