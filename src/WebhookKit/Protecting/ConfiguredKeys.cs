using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace WebhookKit.Protecting;

/// <summary>The keys that the options name: in themselves or in a file, which is read anew each time.</summary>
internal sealed class ConfiguredKeys(IOptionsMonitor<SecretsOptions> options) : IKeyProvider
{
    public async ValueTask<KeySet?> GetKeysAsync(CancellationToken cancellationToken = default)
    {
        var current = options.CurrentValue;
        if (current.KeyFile is not { Length: > 0 } path)
        {
            return current.Keys.Count > 0 ? KeyTexts.Read(current.CurrentKey, [.. current.Keys], "Secrets:Keys") : null;
        }

        var json = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            return KeyTexts.ReadFile(json, path);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }
}
