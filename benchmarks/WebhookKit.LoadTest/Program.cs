using WebhookKit.LoadTest;
using WebhookKit.LoadTest.Receiving;

return args is [ReceiverServer.Verb]
    ? await ReceiverServer.RunAsync()
    : await LoadTestCommand.RunAsync(args);
