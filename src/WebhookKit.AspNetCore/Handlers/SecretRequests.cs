using WebhookKit.AspNetCore.Requests;
using WebhookKit.Signing;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Reads secrets and private keys that come from elsewhere. What is wrong with one is said without it.</summary>
internal static class SecretRequests
{
    /// <summary>The secret with the private key; null where neither is given, so that both are made.</summary>
    public static WebhookSecret? Find(ObjectReader reader, IWebhookSigningKeys keys)
    {
        var (secret, privateKey) = (FindSecret(reader), FindPrivateKey(reader, keys));
        return privateKey is null ? secret : (secret ?? WebhookSecret.Generate()).WithPrivateKey(privateKey);
    }

    private static WebhookSecret? FindSecret(ObjectReader reader)
    {
        if (reader.FindText("secret") is not { } text)
        {
            return null;
        }

        if (!WebhookSecret.TryFromText(text, out var secret))
        {
            reader.Errors.Add("secret", "must be whsec_ and base64 of 24 to 64 bytes, or a text of 16 to 128 printable ASCII characters that begins otherwise; leave it out to have one made.");
        }

        return secret;
    }

    private static WebhookPrivateKey? FindPrivateKey(ObjectReader reader, IWebhookSigningKeys keys)
    {
        if (reader.FindText("private_key") is not { } text)
        {
            return null;
        }

        if (!keys.TryReadPrivateKey(text, out var privateKey))
        {
            reader.Errors.Add("private_key", "must be a private key of a signer that the application has added: for ed25519, whsk_ and base64 of 32 bytes, or of 64 that hold the public key behind it; leave it out to have one made.");
        }

        return privateKey;
    }
}
