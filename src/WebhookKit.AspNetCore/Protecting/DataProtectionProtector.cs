using Microsoft.AspNetCore.DataProtection;

namespace WebhookKit.AspNetCore.Protecting;

/// <summary>Encrypts with ASP.NET Core Data Protection. The context is a purpose: what is moved elsewhere cannot be read there.</summary>
internal sealed class DataProtectionProtector(IDataProtectionProvider provider) : ISecretProtector
{
    private const string Purpose = "WebhookKit.Secrets.v1";

    // What Data Protection returns begins with four bytes that are always the same and the id of the key.
    private const int MagicBytes = 4;
    private const int IdBytes = 16;

    public ValueTask<byte[]> ProtectAsync(ReadOnlyMemory<byte> secret, SecretContext context, CancellationToken cancellationToken = default) =>
        new(For(context).Protect(secret.ToArray()));

    public ValueTask<byte[]> UnprotectAsync(ReadOnlyMemory<byte> protectedSecret, SecretContext context, CancellationToken cancellationToken = default) =>
        new(For(context).Unprotect(protectedSecret.ToArray()));

    public ValueTask<SecretKeyUse> FindKeyAsync(ReadOnlyMemory<byte> protectedSecret, SecretContext context, CancellationToken cancellationToken = default)
    {
        var id = protectedSecret.Length >= MagicBytes + IdBytes ? new Guid(protectedSecret.Span.Slice(MagicBytes, IdBytes)).ToString() : "(unknown)";
        if (For(context) is not IPersistedDataProtector persisted)
        {
            return new ValueTask<SecretKeyUse>(new SecretKeyUse(id, IsCurrent: true));
        }

        try
        {
            Array.Clear(persisted.DangerousUnprotect(protectedSecret.ToArray(), ignoreRevocationErrors: true, out var isOld, out var wasRevoked));
            return new ValueTask<SecretKeyUse>(new SecretKeyUse(id, IsCurrent: !isOld && !wasRevoked));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return new ValueTask<SecretKeyUse>(new SecretKeyUse(id, IsCurrent: false));
        }
    }

    private IDataProtector For(SecretContext context) => provider.CreateProtector(Purpose, Convert.ToHexString(context.ToBytes()));
}
