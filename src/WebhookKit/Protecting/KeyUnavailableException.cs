using System.Security.Cryptography;

namespace WebhookKit.Protecting;

/// <summary>The key that something is encrypted under is missing, or another has its id.</summary>
internal sealed class KeyUnavailableException : CryptographicException
{
    private KeyUnavailableException(string message, bool isAnother)
        : base(message) => IsAnother = isAnother;

    /// <summary>Whether there is a key with the id, but not the one that it was encrypted under.</summary>
    public bool IsAnother { get; }

    public static KeyUnavailableException Missing(string id) => new(
        $"Secrets are encrypted under key '{id}', and this process does not have it: add it to Secrets:Keys, to the file Secrets:KeyFile, or to the IKeyProvider.", isAnother: false);

    public static KeyUnavailableException Another(string id) => new(
        $"Secrets are encrypted under a key '{id}' that is not the key '{id}' of this process (the key check values differ): give every instance the same keys, and a new key a new id.", isAnother: true);
}
