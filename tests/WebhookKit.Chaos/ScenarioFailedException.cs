namespace WebhookKit.Chaos;

/// <summary>A scenario could not be brought to its end; the message says why.</summary>
internal sealed class ScenarioFailedException(string message) : Exception(message);
