namespace WebhookKit.Sending;

/// <summary>Equal for endpoints that may use each other's connections.</summary>
/// <param name="Policy">The name of the egress policy.</param>
/// <param name="Tls">The key of the TLS profile; empty where there is none.</param>
internal readonly record struct HandlerKey(string Policy, string Tls);
