namespace WebhookKit.Hosting;

/// <summary>A part of the engine that runs while the host does. Parts start in the order they are registered and stop in reverse.</summary>
internal interface IEnginePart : IDisposable
{
    /// <summary>Starts; does not wait for anything.</summary>
    void Start();

    /// <summary>Ends in good order until the deadline, at once after it. Does not throw.</summary>
    Task StopAsync(CancellationToken deadline);
}
