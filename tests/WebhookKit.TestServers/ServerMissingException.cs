namespace WebhookKit.TestServers;

/// <summary>A server that is not installed on this machine; the message names the command that installs it.</summary>
public sealed class ServerMissingException(string program, string package)
    : Exception($"{program} is not installed. Install it with: sudo apt-get install {package}");
