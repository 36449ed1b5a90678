using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Signing;

namespace WebhookKit.Benchmarks.Signing;

/// <summary>The signature headers of a request, beside the hash alone.</summary>
[MemoryDiagnoser]
public class SignBenchmark : IDisposable
{
    private static readonly string[] StandardAlone = [WebhookSignerNames.Standard];
    private static readonly string[] All = [WebhookSignerNames.Standard, WebhookSignerNames.GitHub, WebhookSignerNames.Stripe];

    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddWebhooks().Services.BuildServiceProvider();
    private readonly byte[] _hash = new byte[HMACSHA256.HashSizeInBytes];
    private readonly SignatureHeaders _headers = new();
    private readonly WebhookSecret _secret = WebhookSecret.Generate();
    private IWebhookSigner _signer = null!;
    private IWebhookSigner _gitHub = null!;
    private IWebhookSigner _stripe = null!;
    private Signers _signers = null!;
    private SignatureRequest _one = null!;
    private SignatureRequest _two = null!;

    [Params(1024, 5120)]
    public int BodyBytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _signer = _services.GetRequiredService<IWebhookSigner>();
        _gitHub = _services.GetRequiredKeyedService<IWebhookSigner>(WebhookSignerNames.GitHub);
        _stripe = _services.GetRequiredKeyedService<IWebhookSigner>(WebhookSignerNames.Stripe);
        _signers = _services.GetRequiredService<Signers>();
        var body = new byte[BodyBytes];
        _one = RequestOf(body, _secret);
        _two = RequestOf(body, _secret, WebhookSecret.Generate());
    }

    [Benchmark(Baseline = true)]
    public int HashOnly() => HMACSHA256.HashData(_secret.AsSpan(), _one.Body.Span, _hash);

    /// <summary>What every signer does: allocates nothing.</summary>
    [Benchmark]
    public void HashAtHand() => KeyedHash.Compute(_secret, Prefix, _one.Body.Span, _hash);

    [Benchmark]
    public SignatureHeaders OneSecret() => SignWith(_signer, _one);

    [Benchmark]
    public SignatureHeaders TwoSecrets() => SignWith(_signer, _two);

    [Benchmark]
    public SignatureHeaders GitHub() => SignWith(_gitHub, _one);

    [Benchmark]
    public SignatureHeaders Stripe() => SignWith(_stripe, _one);

    [Benchmark]
    public SignatureHeaders Named() => SignWith(StandardAlone);

    [Benchmark]
    public SignatureHeaders AllTogether() => SignWith(All);

    [GlobalCleanup]
    public void Dispose() => _services.Dispose();

    private SignatureHeaders SignWith(IWebhookSigner signer, SignatureRequest request)
    {
        _headers.Clear();
        signer.Sign(request, _headers);
        return _headers;
    }

    private SignatureHeaders SignWith(string[] names)
    {
        _headers.Clear();
        _signers.Sign(names, _one, _headers);
        return _headers;
    }

    private static ReadOnlySpan<byte> Prefix => "evt_0193a5f0c8a07c1e9d3f2b4a6c8e0f12.1764000000."u8;

    private static SignatureRequest RequestOf(byte[] body, params WebhookSecret[] secrets) => new()
    {
        EventId = new EventId(Guid.CreateVersion7()),
        Timestamp = DateTimeOffset.UtcNow,
        Body = body,
        Secrets = secrets,
    };
}
