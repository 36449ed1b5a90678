using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.Signing;

/// <summary>Finds the signers that an endpoint names, and has them sign one request together.</summary>
/// <remarks>Safe to call concurrently.</remarks>
internal sealed class Signers(IServiceProvider services, IWebhookSigner application)
{
    private readonly Lazy<FrozenSet<string>> _headerNames = new(() => services.GetKeyedServices<IWebhookSigner>(KeyedService.AnyKey)
        .Append(application)
        .SelectMany(signer => signer.HeaderNames)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>The signer that is registered under a name; null where there is none.</summary>
    public IWebhookSigner? Find(string name) => services.GetKeyedService<IWebhookSigner>(name);

    /// <summary>All signers whose receivers have public keys.</summary>
    public IEnumerable<IPublicKeySigner> WithPublicKeys() => services.GetKeyedServices<IWebhookSigner>(KeyedService.AnyKey).OfType<IPublicKeySigner>();

    /// <summary>The first name that no signer is registered under in this process; null where there is none.</summary>
    public string? FindMissing(IReadOnlyList<string>? names)
    {
        for (var i = 0; i < names?.Count; i++)
        {
            if (Find(names[i]) is null)
            {
                return names[i];
            }
        }

        return null;
    }

    /// <summary>Whether a signer, of whichever endpoint, writes a header of this name.</summary>
    public bool IsReserved(string headerName) => _headerNames.Value.Contains(headerName);

    /// <summary>Signs one request with each of the signers: all of them see the same time and the same bytes.</summary>
    /// <param name="names">The signers of the endpoint; null for the application's default.</param>
    /// <param name="request">What to sign.</param>
    /// <param name="headers">Where to write the signatures, empty.</param>
    /// <exception cref="Exception">A signer is not registered, writes nothing, or throws: the headers must not be sent then.</exception>
    public void Sign(IReadOnlyList<string>? names, SignatureRequest request, SignatureHeaders headers)
    {
        if (names is null)
        {
            SignWith(application, "(default)", request, headers);
        }
        else if (names.Count == 1)
        {
            SignWith(Require(names[0]), names[0], request, headers);
        }
        else
        {
            SignWithAll(names, request, headers);
        }
    }

    private void SignWithAll(IReadOnlyList<string> names, SignatureRequest request, SignatureHeaders headers)
    {
        var one = new SignatureHeaders();
        for (var i = 0; i < names.Count; i++)
        {
            one.Clear();
            SignWith(Require(names[i]), names[i], request, one);
            MergedHeaders.Add(headers, one, names[i]);
        }
    }

    private static void SignWith(IWebhookSigner signer, string name, SignatureRequest request, SignatureHeaders headers)
    {
        signer.Sign(request, headers);
        if (headers.Count == 0)
        {
            throw new InvalidOperationException($"The signer {name} wrote no header.");
        }
    }

    private IWebhookSigner Require(string name) =>
        Find(name) ?? throw new InvalidOperationException(
            $"No signer is registered under the name '{name}' in this process; register it with AddSigner or AddKeyedSingleton<IWebhookSigner>.");
}
