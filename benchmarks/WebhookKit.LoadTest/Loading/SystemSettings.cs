namespace WebhookKit.LoadTest.Loading;

/// <summary>What is set besides the defaults; null leaves a default alone.</summary>
/// <param name="Concurrency">Requests under way at once.</param>
/// <param name="TimeoutSeconds">Until an attempt is given up.</param>
/// <param name="OtherInstances">How many more processes deliver.</param>
/// <param name="OnlyOthers">Whether this process only publishes.</param>
internal sealed record SystemSettings(int? Concurrency = null, int? TimeoutSeconds = null, int OtherInstances = 0, bool OnlyOthers = false);
