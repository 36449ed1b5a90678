using System.Diagnostics;
using System.Net.Http.Headers;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Receiving;

namespace WebhookKit.LoadTest.Loading;

/// <summary>What the same machine can do without us: POSTs of the same bytes with nothing stored and nothing signed.</summary>
internal sealed class BareLoop(IReceiver receiver, EndpointPlan plan, byte[] payload, int concurrency) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private readonly Uri[] _urls = [.. Enumerable.Range(0, plan.Endpoints).Select(number => new Uri(receiver.HookUrl(plan, number)))];
    private int _next;

    public async Task<BareResult> RunAsync(int posts)
    {
        _next = 0;
        var (started, cpu, allocated) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(() => PostAsync(posts))));
        return new BareResult(
            posts / Stopwatch.GetElapsedTime(started).TotalSeconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / posts,
            (double)(GC.GetTotalAllocatedBytes() - allocated) / posts);
    }

    public void Dispose() => _client.Dispose();

    private async Task PostAsync(int posts)
    {
        while (Interlocked.Increment(ref _next) is var number && number <= posts)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, _urls[number % _urls.Length]) { Content = new ReadOnlyMemoryContent(payload) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await _client.SendAsync(message, CancellationToken.None);
            response.EnsureSuccessStatusCode();
        }
    }
}
