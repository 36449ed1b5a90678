using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookKit.Administration;

/// <summary>Reads a client certificate with its private key, and makes of either form what is stored: PKCS#12 without a password, to be sealed.</summary>
internal static class ClientCertificateReader
{
    private const string Field = "tls.client_certificate";
    private const string Pkcs12 = Field + ".pkcs12";
    private const string Password = Field + ".password";
    private const string Certificate = Field + ".certificate";
    private const string PrivateKey = Field + ".private_key";
    private const int MostCertificates = 10;
    private const int WrongPassword = unchecked((int)0x8007_0056);

    // It is sealed as a whole: many rounds of key derivation would only slow down reading it.
    private static readonly PbeParameters Export = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 1);

    private static X509KeyStorageFlags Storage =>
        X509KeyStorageFlags.Exportable | (OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet);

    public static ClientIdentity? Read(ClientCertificateInput input, DateTimeOffset now, List<FieldError> errors)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            var problem = (input.Pkcs12.IsEmpty, input.Certificate) switch
            {
                (false, null) when input.PrivateKey is null => ReadFile(input.Pkcs12, input.Password, certificates),
                (true, { } pem) => ReadPem(pem, input.PrivateKey, input.Password, certificates),
                _ => new FieldError(Field, "must be either pkcs12, or certificate and private_key; in an update, the thumbprint alone keeps the stored one."),
            };
            var own = certificates.FirstOrDefault(certificate => certificate.HasPrivateKey);
            if (problem is null && own is not null)
            {
                var rule = CertificateTerms.JudgeKey(own) ?? CertificateTerms.JudgeTime(own, now);
                problem = rule is null ? null : new FieldError(Field, rule);
            }

            if (problem is not null)
            {
                errors.Add(problem);
                return null;
            }

            // The root is not sent in a handshake: who trusts it has it.
            var chain = certificates.Where(certificate => certificate != own && !IsRoot(certificate)).ToArray();
            return new ClientIdentity(Show(own!, chain), Pack(own!, chain));
        }
        finally
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }
        }
    }

    private static FieldError? ReadFile(ReadOnlyMemory<byte> file, string? password, X509Certificate2Collection certificates)
    {
        if (file.Length > TlsRules.LargestPart)
        {
            return new FieldError(Pkcs12, $"must be at most {TlsRules.LargestPart / 1024} KB.");
        }

        try
        {
            certificates.AddRange(X509CertificateLoader.LoadPkcs12Collection(file.Span, password, Storage));
        }
        catch (CryptographicException exception) when (exception.HResult == WrongPassword)
        {
            return new FieldError(Password, "does not open the PKCS#12 file; give the password that it was exported with.");
        }
        catch (CryptographicException)
        {
            return new FieldError(Pkcs12, "is not a PKCS#12 file, is cut off, or takes too many rounds to open; export the certificate with its private key anew.");
        }

        return certificates.Count(certificate => certificate.HasPrivateKey) switch
        {
            0 => new FieldError(Pkcs12, "has no private key; export the certificate together with its key."),
            1 => JudgeCount(Pkcs12, certificates),
            var keys => new FieldError(Pkcs12, $"has {keys} private keys; export one certificate with its key, and those of its authorities without."),
        };
    }

    private static FieldError? ReadPem(string pem, string? key, string? password, X509Certificate2Collection certificates)
    {
        if (key is null)
        {
            return new FieldError(PrivateKey, "is required with certificate: the private key as PEM (BEGIN PRIVATE KEY).");
        }

        if (pem.Length > TlsRules.LargestPart || key.Length > TlsRules.LargestPart)
        {
            return new FieldError(pem.Length > TlsRules.LargestPart ? Certificate : PrivateKey, $"must be at most {TlsRules.LargestPart / 1024} KB.");
        }

        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            return new FieldError(Certificate, "must be PEM (BEGIN CERTIFICATE); one of the certificates cannot be read.");
        }

        if (certificates.Count == 0)
        {
            return new FieldError(Certificate, "must be PEM (BEGIN CERTIFICATE), the own certificate first; held none.");
        }

        return AddKey(pem, key, password, certificates) ?? JudgeCount(Certificate, certificates);
    }

    private static FieldError? AddKey(string pem, string key, string? password, X509Certificate2Collection certificates)
    {
        var isEncrypted = key.Contains("ENCRYPTED", StringComparison.Ordinal);
        if (isEncrypted && string.IsNullOrEmpty(password))
        {
            return new FieldError(Password, "is required: the private key is encrypted.");
        }

        try
        {
            var own = isEncrypted ? X509Certificate2.CreateFromEncryptedPem(pem, key, password) : X509Certificate2.CreateFromPem(pem, key);
            certificates[0].Dispose();
            certificates[0] = own;
            return null;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return isEncrypted
                ? new FieldError(Password, "does not open the private key, or the key is not that of the first certificate.")
                : new FieldError(PrivateKey, "must be the private key of the first certificate, as PEM (BEGIN PRIVATE KEY).");
        }
    }

    private static FieldError? JudgeCount(string field, X509Certificate2Collection certificates) => certificates.Count > MostCertificates
        ? new FieldError(field, $"must hold at most {MostCertificates} certificates; held {certificates.Count}.")
        : null;

    private static EndpointCertificate Show(X509Certificate2 own, X509Certificate2[] chain) => new()
    {
        Subject = own.Subject,
        Thumbprint = ThumbprintOf(own),
        NotBefore = own.NotBefore.ToUniversalTime(),
        NotAfter = own.NotAfter.ToUniversalTime(),
        Chain = Array.ConvertAll(chain, ThumbprintOf),
    };

    private static string ThumbprintOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    private static byte[] Pack(X509Certificate2 own, X509Certificate2[] chain)
    {
        var packed = new X509Certificate2Collection(own);
        packed.AddRange(chain);
        return packed.ExportPkcs12(Export, password: null);
    }

    private static bool IsRoot(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
