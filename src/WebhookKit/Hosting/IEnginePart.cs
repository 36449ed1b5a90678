namespace WebhookKit.Hosting;

/// <summary>A part of the engine that runs while the host does. Parts start in the order they are registered and stop in reverse.</summary>
internal interface IEnginePart : IDisposable
{
    /// <summary>Whether it has work in a process that only publishes, too.</summary>
    bool RunsWithoutDelivery => false;

    /// <summary>Starts; does not wait for anything.</summary>
    void Start();

    /// <summary>The host begins to stop: nothing new is begun from here on. Returns at once.</summary>
    void StopBeginning()
    {
    }

    /// <summary>Ends in good order until the deadline, at once after it. Does not throw.</summary>
    Task StopAsync(CancellationToken deadline);
}
