using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Tests.Routing;

/// <summary>Reading ends after a time, whatever the database does.</summary>
internal sealed class ReadTimeoutTests
{
    [TestCase("v1/deliveries")]
    [TestCase("v1/dead-letters?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z")]
    [TestCase("v1/stats")]
    public async Task What_takes_too_long_is_stopped_and_says_what_to_do(string path)
    {
        var history = new SlowHistory();
        await using var host = await ApiHost.StartAsync(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<IHistoryStore>(history));
            services.Configure<WebhooksApiOptions>(options => options.ReadTimeout = TimeSpan.FromMilliseconds(100));
        });

        var answer = await host.GetAsync(path);

        Assert.That((answer.Status, answer.ContentType), Is.EqualTo((503, "application/problem+json")), answer.Text);
        Assert.That(answer.TextOf("detail"), Does.Contain("longer than 0.1 s").And.Contain("ask for less"));
        Assert.That(history.Stopped, Is.EqualTo(1));
    }

    [TestCase("00:00:00")]
    [TestCase("00:10:01")]
    public void A_time_out_of_range_is_refused_by_name(string time)
    {
        var folder = Directory.CreateTempSubdirectory("webhookkit-").FullName;
        var builder = ApiHost.NewBuilder(folder);
        builder.Services.Configure<WebhooksApiOptions>(options => options.ReadTimeout = TimeSpan.Parse(time, null));

        var failure = Assert.Throws<InvalidOperationException>(() => builder.Build().MapWebhooks());

        Assert.That(failure.Message, Does.Contain("WebhooksApiOptions.ReadTimeout").And.Contain(time));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Finds nothing until it is told to stop.</summary>
    private sealed class SlowHistory : IHistoryStore
    {
        private int _stopped;

        public int Stopped => Volatile.Read(ref _stopped);

        public ValueTask<WebhookEvent?> FindEventAsync(EventQuery query, CancellationToken cancellationToken = default) => SearchAsync<WebhookEvent?>(cancellationToken);

        public ValueTask<DeliveryDetails?> FindDeliveryAsync(DeliveryQuery query, CancellationToken cancellationToken = default) => SearchAsync<DeliveryDetails?>(cancellationToken);

        public ValueTask<DeliveryPage> ListDeliveriesAsync(DeliveryListQuery query, CancellationToken cancellationToken = default) => SearchAsync<DeliveryPage>(cancellationToken);

        public ValueTask<DeliveryCounts> CountAsync(CancellationToken cancellationToken = default) => SearchAsync<DeliveryCounts>(cancellationToken);

        private async ValueTask<T> SearchAsync<T>(CancellationToken cancellationToken)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new NotSupportedException();
            }
            finally
            {
                Interlocked.Increment(ref _stopped);
            }
        }
    }
}
