using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookKit.Administration;

/// <summary>Judges what is said about the TLS of an endpoint, and takes it apart.</summary>
internal sealed class TlsRules(TimeProvider time)
{
    public const int LargestPart = 64 * 1024;
    private const string Roots = "tls.trusted_roots";
    private const string Pins = "tls.pins";
    private const int MostRoots = 20;
    private const int MostPins = 10;
    private const int HashBytes = 32;

    /// <summary>Reads what is said; null where it comes to nothing, or is wrong.</summary>
    /// <param name="input">What is said.</param>
    /// <param name="stored">The settings as they are; null where there are none.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public TlsDraft? Read(EndpointInput input, EndpointTls? stored, List<FieldError> errors)
    {
        if (input.Tls is not { } tls)
        {
            return null;
        }

        var before = errors.Count;
        var client = ReadClient(tls.ClientCertificate, stored?.ClientCertificate, errors);
        var settings = new EndpointTls { ClientCertificate = client?.Certificate, TrustedRoots = ReadRoots(tls.TrustedRoots, stored?.TrustedRoots, errors), Pins = ReadPins(tls.Pins, errors) };
        var saysSomething = settings is not { ClientCertificate: null, TrustedRoots: null, Pins.Count: 0 };
        if (saysSomething && input.Url?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) != true)
        {
            errors.Add(new FieldError("tls", "is for https URLs only; change the URL, or leave tls out."));
        }

        return saysSomething && errors.Count == before ? new TlsDraft(settings, client?.Pkcs12) : null;
    }

    private ClientIdentity? ReadClient(ClientCertificateInput? input, EndpointCertificate? stored, List<FieldError> errors)
    {
        if (input is null)
        {
            return null;
        }

        if (input.Thumbprint is not { } thumbprint)
        {
            return ClientCertificateReader.Read(input, time.GetUtcNow(), errors);
        }

        if (!input.Pkcs12.IsEmpty || input.Certificate is not null || input.PrivateKey is not null || input.Password is not null)
        {
            errors.Add(new FieldError("tls.client_certificate.thumbprint", "keeps the stored certificate, and must stand alone; leave it out to give a new one."));
        }
        else if (stored is null || !string.Equals(thumbprint, stored.Thumbprint, StringComparison.OrdinalIgnoreCase))
        {
            errors.Add(new FieldError(
                "tls.client_certificate.thumbprint",
                "is not that of the stored certificate; give a new one with its private key: pkcs12, or certificate and private_key."));
        }
        else
        {
            return new ClientIdentity(stored, null);
        }

        return null;
    }

    /// <summary>Answers the certificates alone, so that nothing else that stands in the text is stored: somebody may paste a private key.</summary>
    private string? ReadRoots(string? pem, string? stored, List<FieldError> errors)
    {
        if (pem is null || pem == stored)
        {
            // What is stored stays as it is: a root that has expired must not keep the rest from being changed.
            return pem;
        }

        var roots = new X509Certificate2Collection();
        try
        {
            if (pem.Length > LargestPart)
            {
                errors.Add(new FieldError(Roots, $"must be at most {LargestPart / 1024} KB."));
                return null;
            }

            roots.ImportFromPem(pem);
            if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
            {
                errors.Add(new FieldError(Roots, "must hold certificates only, and no private key."));
            }

            if (roots.Count is 0 or > MostRoots)
            {
                errors.Add(new FieldError(Roots, $"must hold 1 to {MostRoots} certificates as PEM (BEGIN CERTIFICATE); held {roots.Count}. Leave it out for the roots of the system."));
            }

            for (var i = 0; i < roots.Count; i++)
            {
                if (JudgeRoot(roots[i]) is { } rule)
                {
                    errors.Add(new FieldError($"{Roots}[{i}]", rule));
                }
            }

            return roots.ExportCertificatePems();
        }
        catch (CryptographicException)
        {
            errors.Add(new FieldError(Roots, "must be certificates as PEM (BEGIN CERTIFICATE); one of them cannot be read."));
            return null;
        }
        finally
        {
            foreach (var root in roots)
            {
                root.Dispose();
            }
        }
    }

    private string? JudgeRoot(X509Certificate2 root)
    {
        if (root.Extensions.OfType<X509BasicConstraintsExtension>().SingleOrDefault() is not { CertificateAuthority: true })
        {
            return "is not the certificate of an authority (CA: basic constraints); give the one that has signed the endpoint's certificate. A key alone is pinned with tls.pins.";
        }

        return CertificateTerms.JudgeKey(root) ?? CertificateTerms.JudgeTime(root, time.GetUtcNow());
    }

    private static IReadOnlyList<string> ReadPins(IReadOnlyList<string>? pins, List<FieldError> errors)
    {
        if (pins is null || pins.Count > MostPins)
        {
            errors.Add(new FieldError(Pins, $"must hold at most {MostPins} pins; held {pins?.Count ?? 0}."));
            return [];
        }

        Span<byte> hash = stackalloc byte[HashBytes + 1];
        for (var i = 0; i < pins.Count; i++)
        {
            if (pins[i] is null || !Convert.TryFromBase64String(pins[i], hash, out var length) || length != HashBytes || Convert.ToBase64String(hash[..length]) != pins[i])
            {
                errors.Add(new FieldError(
                    $"{Pins}[{i}]",
                    "must be the base64 of the SHA-256 of a public key (SubjectPublicKeyInfo), 44 characters: openssl x509 -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64."));
            }
            else if (pins.Take(i).Contains(pins[i]))
            {
                errors.Add(new FieldError($"{Pins}[{i}]", "is already in the list."));
            }
        }

        return [.. pins];
    }
}
