namespace WebhookKit.Diagnostics;

internal static partial class LogEventIds
{
    internal const int SecretsNotEncrypted = 2400;
    internal const int KeyProblem = 2401;
    internal const int KeyProblemSolved = 2402;
}
