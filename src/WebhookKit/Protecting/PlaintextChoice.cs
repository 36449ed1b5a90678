namespace WebhookKit.Protecting;

/// <summary>The host has said in code that it stores secrets in plaintext.</summary>
internal sealed class PlaintextChoice;
