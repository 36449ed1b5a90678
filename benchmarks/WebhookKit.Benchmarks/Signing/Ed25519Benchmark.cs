using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Ed25519;
using WebhookKit.Signing;

namespace WebhookKit.Benchmarks.Signing;

/// <summary>Signing and verifying with a key pair, beside signing with a secret.</summary>
[MemoryDiagnoser]
public class Ed25519Benchmark : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddWebhooks().AddEd25519Signer().Services.BuildServiceProvider();
    private readonly SignatureHeaders _headers = new();
    private IWebhookSigner _standard = null!;
    private IWebhookSigner _ed25519 = null!;
    private SignatureRequest _request = null!;
    private WebhookVerifier _verifier = null!;
    private string _signature = "";

    [GlobalSetup]
    public void Setup()
    {
        var secret = WebhookSecret.Generate().WithPrivateKey(WebhookPrivateKey.Generate());
        _standard = _services.GetRequiredService<IWebhookSigner>();
        _ed25519 = _services.GetRequiredKeyedService<IWebhookSigner>(Ed25519BuilderExtensions.Ed25519SignerName);
        _request = new SignatureRequest { EventId = new EventId(Guid.CreateVersion7()), Timestamp = DateTimeOffset.UtcNow, Body = new byte[1024], Secrets = [secret] };
        _verifier = new WebhookVerifier([], [Ed25519PublicKey.Of(secret.PrivateKey!)], TimeProvider.System, TimeSpan.FromHours(1));
        _signature = Ed25519().Find(StandardWebhooksHeaders.Signature)!;
    }

    [Benchmark(Baseline = true)]
    public SignatureHeaders Standard() => SignWith(_standard);

    [Benchmark]
    public SignatureHeaders Ed25519() => SignWith(_ed25519);

    [Benchmark]
    public VerificationResult Verify() =>
        _verifier.Verify(_request.EventId.ToString(), _request.Timestamp.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), _signature, _request.Body.Span);

    [GlobalCleanup]
    public void Dispose() => _services.Dispose();

    private SignatureHeaders SignWith(IWebhookSigner signer)
    {
        _headers.Clear();
        signer.Sign(_request, _headers);
        return _headers;
    }
}
