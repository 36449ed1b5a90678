using WebhookKit.LoadTest;
using WebhookKit.LoadTest.Processes;
using WebhookKit.LoadTest.Receiving;

return args switch
{
    [ReceiverServer.Verb] => await ReceiverServer.RunAsync(),
    [InstanceServer.Verb] => await InstanceServer.RunAsync(),
    _ => await LoadTestCommand.RunAsync(args),
};
