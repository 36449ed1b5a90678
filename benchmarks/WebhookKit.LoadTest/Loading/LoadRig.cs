using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Databases;
using WebhookKit.LoadTest.Receiving;
using WebhookKit.TestServers;

namespace WebhookKit.LoadTest.Loading;

/// <summary>What stands around the system during a whole run: the receiver and the store.</summary>
internal sealed class LoadRig : IAsyncDisposable
{
    private LoadRig(LoadTestArguments arguments, ILoadStore store, IReceiver receiver) => (Arguments, Store, Receiver) = (arguments, store, receiver);

    public LoadTestArguments Arguments { get; }

    public ILoadStore Store { get; }

    public IReceiver Receiver { get; }

    /// <summary>An option of the run.</summary>
    public int this[LoadOption option] => Arguments[option];

    /// <summary>All endpoints the same, in groups as large as the fan-out.</summary>
    public EndpointPlan FanOutPlan() => new(this[LoadOption.Endpoints], this[LoadOption.FanOut]);

    public byte[] NewPayload() => Payload.OfLength(this[LoadOption.Body]);

    public static async Task<LoadRig> StartAsync(LoadTestArguments arguments, bool countStatements = false)
    {
        var receiver = await StartReceiverAsync(arguments.Receiver);
        try
        {
            return new LoadRig(arguments, await LoadStores.StartAsync(arguments.Store, countStatements), receiver);
        }
        catch
        {
            await receiver.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        await Store.DisposeAsync();
    }

    private static async Task<IReceiver> StartReceiverAsync(ReceiverKind kind)
    {
        try
        {
            return kind == ReceiverKind.Nginx ? await CountingReceiver.StartAsync() : await KestrelReceiver.StartAsync();
        }
        catch (ServerMissingException exception)
        {
            throw new UsageException(exception.Message);
        }
    }
}
