using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Signing;

namespace WebhookKit.Benchmarks.Signing;

/// <summary>The signature headers of a request, beside the hash alone.</summary>
[MemoryDiagnoser]
public class SignBenchmark : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddWebhooks().Services.BuildServiceProvider();
    private readonly byte[] _hash = new byte[HMACSHA256.HashSizeInBytes];
    private readonly WebhookSecret _secret = WebhookSecret.Generate();
    private IWebhookSigner _signer = null!;
    private SignatureRequest _one = null!;
    private SignatureRequest _two = null!;

    [Params(1024, 5120)]
    public int BodyBytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _signer = _services.GetRequiredService<IWebhookSigner>();
        var body = new byte[BodyBytes];
        _one = RequestOf(body, _secret);
        _two = RequestOf(body, _secret, WebhookSecret.Generate());
    }

    [Benchmark(Baseline = true)]
    public int HashOnly() => HMACSHA256.HashData(_secret.AsSpan(), _one.Body.Span, _hash);

    [Benchmark]
    public SignatureHeaders OneSecret() => _signer.Sign(_one);

    [Benchmark]
    public SignatureHeaders TwoSecrets() => _signer.Sign(_two);

    [GlobalCleanup]
    public void Dispose() => _services.Dispose();

    private static SignatureRequest RequestOf(byte[] body, params WebhookSecret[] secrets) => new()
    {
        EventId = new EventId(Guid.CreateVersion7()),
        Timestamp = DateTimeOffset.UtcNow,
        Body = body,
        Secrets = secrets,
    };
}
