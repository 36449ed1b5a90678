using WebhookKit.Protecting;

namespace WebhookKit.Administration;

/// <summary>Keeps values that look sealed from coming in: they would be taken for stored ones that cannot be read.</summary>
internal static class SealedHeaders
{
    /// <param name="headers">What is asked for.</param>
    /// <param name="stored">What is stored: a value that cannot be read may stay as it is.</param>
    /// <exception cref="WebhookValidationException">A value looks sealed and is not the stored one.</exception>
    public static void Refuse(IReadOnlyDictionary<string, string> headers, IReadOnlyDictionary<string, string>? stored)
    {
        foreach (var (name, value) in headers)
        {
            if (HeaderSeal.IsSealed(value) && stored?.Any(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase) && header.Value == value) != true)
            {
                throw new WebhookValidationException($"headers[\"{name}\"]", $"must not begin with '{HeaderSeal.Mark}', which marks stored values.");
            }
        }
    }
}
