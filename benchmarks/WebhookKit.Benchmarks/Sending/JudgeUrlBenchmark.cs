using System.Net;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Sending;

namespace WebhookKit.Benchmarks.Sending;

/// <summary>What the egress policy costs each attempt, beside parsing the URL.</summary>
[MemoryDiagnoser]
public class JudgeUrlBenchmark : IDisposable
{
    private static readonly IPAddress Address = IPAddress.Parse("93.184.216.34");

    private readonly string _url = "https://hooks.customer.example/webhooks/orders?source=shop";
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddWebhooks().Services.BuildServiceProvider();
    private IEgressPolicy _policy = null!;

    [GlobalSetup]
    public void Setup() => _policy = _services.GetRequiredService<IEgressPolicy>();

    [Benchmark(Baseline = true)]
    public Uri ParseOnly() => new(_url, UriKind.Absolute);

    [Benchmark]
    public EgressVerdict JudgeUrl() => _policy.JudgeUrl(_url);

    [Benchmark]
    public EgressVerdict JudgeAddress() => _policy.JudgeAddress(Address);

    [GlobalCleanup]
    public void Dispose() => _services.Dispose();
}
