using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.AspNetCore.Tests.Routing;
using WebhookKit.Hosting;

namespace WebhookKit.AspNetCore.Tests.Requests;

/// <summary>Whatever size is asked for, no list gives more than 200 at once. The lists come from the API's own description.</summary>
internal sealed class PageSizeTests
{
    private const int Most = 200;

    private ApiHost _host = null!;
    private IReadOnlyList<string> _lists = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _host = await ApiHost.StartAsync(services => services.Configure<HostingOptions>(options => options.Deliver = true));
        var paths = (await ApiOperations.ReadAsync(_host)).ToDictionary(operation => operation.Name, operation => operation.Path);
        _lists = [.. (await ApiInputs.ReadAsync(_host)).Where(input => input.Name == "limit" && input.Operation.StartsWith("list", StringComparison.Ordinal)).Select(input => paths[input.Operation])];
    }

    [OneTimeTearDown]
    public Task StopAsync() => _host.DisposeAsync().AsTask();

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("201")]
    [TestCase("1000000000")]
    [TestCase("1000000000000000000")]
    public async Task Another_size_is_refused_by_every_list(string size)
    {
        foreach (var list in _lists)
        {
            var answer = await _host.GetAsync($"{list}?limit={size}");

            Assert.That((answer.Status, string.Join(' ', answer.ErrorFields)), Is.EqualTo((400, "limit")), list);
        }

        Assert.That(_lists, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task A_page_is_full_at_200_and_at_50_unless_it_is_said()
    {
        var (endpoints, jobs) = (_host.Services.GetRequiredService<IWebhookEndpoints>(), _host.Services.GetRequiredService<IWebhookJobs>());
        for (var i = 0; i <= Most; i++)
        {
            // Nobody listens there.
            await endpoints.CreateAsync(
                new EndpointInput { Url = "http://127.0.0.1:1024/", Events = ["*"], Retry = new RetrySettings { Exponential = new ExponentialRetrySettings { MaxAttempts = 1 } } }, WebhookCaller.Application);
            await jobs.StartAsync(new JobInput { Kind = JobKind.Replay, Selection = new JobSelection { To = DateTimeOffset.UnixEpoch } }, WebhookCaller.Application);
        }

        var published = await _host.PublishAsync();
        for (var deadline = DateTime.UtcNow.AddSeconds(60); (await _host.GetAsync("v1/stats"))["dead"].GetInt32() <= Most; await Task.Delay(50))
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline));
        }

        foreach (var list in _lists)
        {
            var (largest, ordinary) = (await _host.GetAsync($"{list}?limit={Most}"), await _host.GetAsync(list));
            Assert.That((largest.Data.Count, ordinary.Data.Count), Is.EqualTo((Most, 50)), list);
            Assert.That((largest.TextOf("next_cursor"), ordinary.TextOf("next_cursor")), Is.Not.EqualTo((default(string), default(string))), list);
        }

        var read = await _host.GetAsync($"v1/events/{published}");
        Assert.That((read["deliveries"].GetArrayLength(), read["has_more_deliveries"].GetBoolean()), Is.EqualTo((Most, true)));
    }
}
