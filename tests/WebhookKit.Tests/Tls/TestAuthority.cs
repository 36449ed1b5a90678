using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookKit.Tests.Tls;

/// <summary>An authority that exists for one test, and what it issues.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly List<X509Certificate2> _issued = [];

    public TestAuthority(string name = "Root", TestAuthority? issuer = null, int toDays = 300)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = issuer is null
            ? request.CreateSelfSigned(Day(-400), Day(toDays))
            : request.Create(issuer.Certificate, Day(-300), Day(200), RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
        Certificate = Usable(certificate);
    }

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem();

    public X509Certificate2 Issue(string name, int fromDays = -1, int toDays = 90, string host = "localhost", AsymmetricAlgorithm? key = null)
    {
        key ??= ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is RSA rsa
            ? new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={name}", (ECDsa)key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var generated = request.Create(
            Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(Certificate.GetECDsaPrivateKey()!), Day(fromDays), Day(toDays), RandomNumberGenerator.GetBytes(8));
        using var signed = key is RSA own ? generated.CopyWithPrivateKey(own) : generated.CopyWithPrivateKey((ECDsa)key);
        var usable = Usable(signed);
        _issued.Add(usable);
        key.Dispose();
        return usable;
    }

    /// <summary>The same one whenever it is asked for.</summary>
    public X509Certificate2 Once(string name) => _issued.Find(one => one.Subject == $"CN={name}") ?? Issue(name);

    public static byte[] Pkcs12(X509Certificate2 certificate, string? password = null, params X509Certificate2[] others)
    {
        var all = new X509Certificate2Collection(certificate);
        all.AddRange(others);
        return all.Export(X509ContentType.Pkcs12, password)!;
    }

    public static string KeyPem(X509Certificate2 certificate) => certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    public static string ThumbprintOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    public static string PinOf(X509Certificate2 certificate) => Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    /// <summary>What the engine keeps of a client certificate.</summary>
    public static EndpointCertificate Shown(X509Certificate2 certificate, params X509Certificate2[] chain) => new()
    {
        Subject = certificate.Subject,
        Thumbprint = ThumbprintOf(certificate),
        NotBefore = certificate.NotBefore.ToUniversalTime(),
        NotAfter = certificate.NotAfter.ToUniversalTime(),
        Chain = [.. chain.Select(ThumbprintOf)],
    };

    public void Dispose()
    {
        Certificate.Dispose();
        _issued.ForEach(one => one.Dispose());
    }

    private static DateTimeOffset Day(int days) => DateTimeOffset.UtcNow.AddDays(days);

    private static X509Certificate2 Usable(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
}
