using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace WebhookKit.Sending;

/// <summary>How an endpoint differs from the others in TLS, and the name of the handler that does it so.</summary>
internal sealed class TlsProfile
{
    // Anything older has known faults, and a system may be set to allow it all the same.
#pragma warning disable CA5398 // The versions are named so that this does not depend on how a machine is set up.
    public const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;
#pragma warning restore CA5398

    private readonly EndpointTls _tls;

    private TlsProfile(EndpointTls tls)
    {
        _tls = tls;
        var text = string.Join('\n', [tls.ClientCertificate?.Thumbprint ?? "", .. tls.ClientCertificate?.Chain ?? [], "", .. tls.Pins.Order(StringComparer.Ordinal), tls.TrustedRoots ?? ""]);
        Key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Equal for endpoints that may use each other's connections: the same certificate with the same sent along, roots and pins.</summary>
    public string Key { get; }

    public static TlsProfile? Of(EndpointTls? tls) => tls is null ? null : new TlsProfile(tls);

    /// <summary>How connections are made for endpoints that have no settings of their own.</summary>
    public static SslClientAuthenticationOptions Ordinary() => new()
    {
        EnabledSslProtocols = Versions,
        CertificateChainPolicy = CertificateRules.ChainPolicy(),
        RemoteCertificateValidationCallback = CertificateRules.Accept,
    };

    /// <summary>How connections are made by this profile.</summary>
    /// <param name="clientKey">The client certificate with its key, as PKCS#12 without a password, where the profile has one.</param>
    /// <param name="owned">Takes the certificates, to be disposed of when no connection needs them any more.</param>
    /// <exception cref="CryptographicException">The key is missing, or is another certificate's.</exception>
    public SslClientAuthenticationOptions Open(ReadOnlyMemory<byte> clientKey, ICollection<X509Certificate2> owned)
    {
        var options = Ordinary();
        if (_tls.TrustedRoots is { } pem)
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPem(pem);
            options.CertificateChainPolicy!.TrustMode = X509ChainTrustMode.CustomRootTrust;
            options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
            Add(owned, roots);
        }

        if (_tls.Pins.Count > 0)
        {
            options.RemoteCertificateValidationCallback = new CertificatePins(_tls.Pins).Accept;
        }

        if (_tls.ClientCertificate is { } wanted)
        {
            options.ClientCertificateContext = OpenClient(wanted, clientKey, owned);
        }

        return options;
    }

    private static SslStreamCertificateContext OpenClient(EndpointCertificate wanted, ReadOnlyMemory<byte> clientKey, ICollection<X509Certificate2> owned)
    {
        if (clientKey.IsEmpty)
        {
            throw new CryptographicException("The key of the client certificate is missing.");
        }

        var all = X509CertificateLoader.LoadPkcs12Collection(clientKey.Span, password: null, KeyStorage);
        Add(owned, all);
        var own = all.SingleOrDefault(certificate => certificate.HasPrivateKey && IsSame(certificate, wanted))
            ?? throw new CryptographicException("The stored key is not that of the client certificate.");
        var issuers = new X509Certificate2Collection(all.Where(certificate => certificate != own).ToArray());

        // Offline: what the certificate says about where to fetch its issuers must not make us fetch them.
        return SslStreamCertificateContext.Create(own, issuers, offline: true);
    }

    /// <summary>In memory, where the system's TLS can use a key that is nowhere else; otherwise in a file that ends with the certificate.</summary>
    private static X509KeyStorageFlags KeyStorage =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;

    private static bool IsSame(X509Certificate2 certificate, EndpointCertificate wanted) =>
        string.Equals(certificate.GetCertHashString(HashAlgorithmName.SHA256), wanted.Thumbprint, StringComparison.OrdinalIgnoreCase);

    private static void Add(ICollection<X509Certificate2> owned, X509Certificate2Collection certificates)
    {
        foreach (var certificate in certificates)
        {
            owned.Add(certificate);
        }
    }
}
