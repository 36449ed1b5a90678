namespace WebhookKit.Sending;

/// <summary>The egress policy refused while a connection was being made. Crosses the HTTP stack to the sender, and goes no further.</summary>
internal sealed class EgressBlockedException(string rule) : Exception(rule);
