using System.Data.Common;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Tests.Routing;

internal sealed class FailureTests
{
    [Test]
    public async Task A_database_that_does_not_answer_is_503_and_says_when_to_try_again()
    {
        await using var host = await StartAsync(new WebhookStoreException("canary: server=db;password=x", isTransient: true));

        var answer = await host.PostAsync("v1/events", """{"type":"a","payload":1}""");

        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
        Assert.That(answer.Headers["Retry-After"], Is.EqualTo("2"));
        Assert.That(answer.Text, Does.Not.Contain("canary"));
        Assert.That(answer.TextOf("trace_id"), Is.Not.Empty);
    }

    private static IEnumerable<Exception> Surprises() =>
    [
        new WebhookStoreException("canary", isTransient: false),
        new InvalidOperationException("canary"),
        new OperationCanceledException("canary"),
    ];

    [TestCaseSource(nameof(Surprises))]
    public async Task Any_other_failure_is_500_and_tells_nothing(Exception exception)
    {
        await using var host = await StartAsync(exception);

        var answer = await host.PostAsync("v1/events", """{"type":"a","payload":1}""");

        Assert.That(answer.Status, Is.EqualTo(500));
        Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
        Assert.That(answer.Text, Does.Not.Contain("canary"));
    }

    [Test]
    public async Task Every_answer_forbids_keeping_and_guessing()
    {
        await using var host = await ApiHost.StartAsync();

        foreach (var path in new[] { "v1/endpoints", "v1/endpoints/x", "v1/deliveries?limit=0", "openapi.json" })
        {
            var answer = await host.GetAsync(path);

            Assert.That(answer.Headers["Cache-Control"], Is.EqualTo("no-store"), path);
            Assert.That(answer.Headers["X-Content-Type-Options"], Is.EqualTo("nosniff"), path);
        }
    }

    private static Task<ApiHost> StartAsync(Exception exception) => ApiHost.StartAsync(services =>
        services.Replace(ServiceDescriptor.Singleton<IWebhookPublisher>(new BrokenPublisher(exception))));

    private sealed class BrokenPublisher(Exception exception) : IWebhookPublisher
    {
        public Task<PublishReceipt> PublishAsync<T>(string eventType, T data, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
            throw exception;

        public Task<PublishReceipt> PublishAsync<T>(
            string eventType, T data, JsonTypeInfo<T> jsonTypeInfo, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
            throw exception;

        public Task<PublishReceipt> PublishAsync(OutgoingEvent outgoing, DbTransaction? transaction = null, CancellationToken cancellationToken = default) =>
            throw exception;

        public Task<IReadOnlyList<PublishReceipt>> PublishAsync(
            IReadOnlyList<OutgoingEvent> outgoing, DbTransaction? transaction = null, CancellationToken cancellationToken = default) =>
            throw exception;

        public OutgoingEvent Prepare<T>(string eventType, T data, PublishOptions? options = null) => throw exception;

        public OutgoingEvent Prepare<T>(string eventType, T data, JsonTypeInfo<T> jsonTypeInfo, PublishOptions? options = null) => throw exception;

        public OutgoingEvent Prepare(OutgoingEvent outgoing) => throw exception;
    }
}
