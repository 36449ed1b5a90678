namespace WebhookKit.Sending;

/// <summary>The endpoint's certificate is not good. Crosses the HTTP stack to the sender, and goes no further.</summary>
internal sealed class CertificateRefusedException(string reason) : Exception(reason);
