namespace WebhookKit.Signing;

/// <summary>Stores secrets as they are. What is used until the host chooses a protector that encrypts.</summary>
internal sealed class PlainSecretProtector : ISecretProtector
{
    public bool Encrypts => false;

    public byte[] Protect(ReadOnlySpan<byte> secret, SecretContext context) => secret.ToArray();

    public byte[] Unprotect(ReadOnlySpan<byte> protectedSecret, SecretContext context) => protectedSecret.ToArray();
}
