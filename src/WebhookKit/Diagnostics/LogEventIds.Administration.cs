namespace WebhookKit.Diagnostics;

internal static partial class LogEventIds
{
    internal const int StoredSecretUnreadable = 1500;
    internal const int NotReencrypted = 1501;
    internal const int ExpiredSecretsRemoved = 1502;
}
