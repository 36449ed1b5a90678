namespace WebhookKit.Chaos.Rigs;

/// <summary>Has a producer publish a few events again and again, at a rate that does not depend on how it goes.</summary>
internal sealed class SteadyLoad
{
    private readonly Producer _producer;
    private readonly Task _running;
    private volatile bool _isEnding;

    /// <param name="producer">Who publishes.</param>
    /// <param name="events">How many each time.</param>
    /// <param name="every">How often.</param>
    public SteadyLoad(Producer producer, int events, TimeSpan every)
    {
        _producer = producer;
        _running = Task.Run(() => RunAsync(events, every));
    }

    /// <summary>Ends it and waits until all of it is published.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _isEnding = true;
        await _running;
        await _producer.PublishAsync(1, cancellationToken);
    }

    private async Task RunAsync(int events, TimeSpan every)
    {
        using var timer = new PeriodicTimer(every);
        while (!_isEnding)
        {
            await _producer.BeginAsync(events);
            await timer.WaitForNextTickAsync();
        }
    }
}
