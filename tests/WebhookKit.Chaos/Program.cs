using WebhookKit.Chaos;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Receiving;

return args switch
{
    [HostServer.Verb] => await HostServer.RunAsync(),
    [ProducerServer.Verb] => await ProducerServer.RunAsync(),
    [ReceiverServer.Verb] => await ReceiverServer.RunAsync(),
    _ => await ChaosCommand.RunAsync(args),
};
