using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookKit.Tests.Sending;

/// <summary>HTTPS on this machine with a certificate of the test's choice.</summary>
internal static class TlsServer
{
    public static RawServer Start(X509Certificate2 certificate) => RawServer.Talking(async stream =>
    {
        await using var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
            });
            await tls.ReadExactlyAsync(new byte[10]);
        }
        catch (AuthenticationException)
        {
            // The client refused: that is what the tests are about.
        }
    });

    public static X509Certificate2 SelfSigned(string host = "localhost", int validFromDays = -1, int validToDays = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Request(host, key).CreateSelfSigned(Day(validFromDays), Day(validToDays));
        return Usable(certificate);
    }

    /// <summary>Signed by an authority that is not sent; says that it can be fetched from a URL, and lists of what is revoked, too.</summary>
    public static X509Certificate2 WithoutIssuer(string issuerUrl) => WithIssuer(issuerUrl, out _);

    /// <summary>The same, with the authority.</summary>
    public static X509Certificate2 WithIssuer(string issuerUrl, out X509Certificate2 issuer)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Absent Authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var authority = issuer = authorityRequest.CreateSelfSigned(Day(-2), Day(2));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("localhost", key);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([issuerUrl + "?ocsp"], [issuerUrl]));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([issuerUrl + "?crl"]));
        using var signed = request.Create(authority, Day(-1), Day(1), [1, 2, 3, 4]);
        using var certificate = signed.CopyWithPrivateKey(key);
        return Usable(certificate);
    }

    private static CertificateRequest Request(string host, ECDsa key)
    {
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        names.AddIpAddress(IPAddress.Parse("127.0.0.9"));
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static DateTimeOffset Day(int days) => DateTimeOffset.UtcNow.AddDays(days);

    private static X509Certificate2 Usable(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
}
