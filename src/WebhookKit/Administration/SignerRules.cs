using WebhookKit.Sending;
using WebhookKit.Signing;

namespace WebhookKit.Administration;

/// <summary>What the signers of an endpoint must be like, and what its own headers must leave to them.</summary>
internal sealed class SignerRules(Signers signers)
{
    private const int MostSigners = 5;

    public IEnumerable<FieldError> Check(IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            yield break;
        }

        if (names.Count is 0 or > MostSigners)
        {
            yield return new FieldError("signers", $"must hold 1 to {MostSigners} names of signers, or be left out for the application's default; held {names.Count}.");
            yield break;
        }

        for (var i = 0; i < names.Count; i++)
        {
            if (Judge(names, i) is { } rule)
            {
                yield return new FieldError($"signers[{i}]", rule);
            }
        }
    }

    /// <summary>Finds headers of the endpoint that a signer writes. Those of all signers are taken: an endpoint's signers can be changed.</summary>
    public IEnumerable<FieldError> CheckHeaders(IReadOnlyDictionary<string, string>? headers) =>
        (headers?.Keys ?? []).Where(name => signers.IsReserved(name) && !HeaderRules.IsReserved(name)).Select(name => new FieldError("headers", $"must not hold {name}: a signer writes it."));

    private string? Judge(IReadOnlyList<string> names, int place)
    {
        var name = names[place];
        if (string.IsNullOrEmpty(name) || signers.Find(name) is not { } signer)
        {
            return "must be standard, github, stripe, or the name of a signer that is registered in this process, with AddSigner or AddKeyedSingleton.";
        }

        for (var i = 0; i < place; i++)
        {
            if (names[i] == name)
            {
                return "is already in the list; leave it out.";
            }

            if (!string.IsNullOrEmpty(names[i]) && signers.Find(names[i]) is { } other && FindShared(signer, other) is { } header)
            {
                return $"writes the header {header}, and so does {names[i]}; leave one of them out.";
            }
        }

        return null;
    }

    private static string? FindShared(IWebhookSigner one, IWebhookSigner other) =>
        one.HeaderNames.FirstOrDefault(name => !MergedHeaders.CanBeShared(name) && other.HeaderNames.Contains(name, StringComparer.OrdinalIgnoreCase));
}
