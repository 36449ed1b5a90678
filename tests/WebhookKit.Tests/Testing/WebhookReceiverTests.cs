using System.Net;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Testing;

public sealed class WebhookReceiverTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private WebhookReceiver _receiver = null!;
    private HttpClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _client = new HttpClient { Timeout = Deadline };
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _receiver.DisposeAsync();
    }

    [Test]
    public async Task A_request_is_recorded_byte_for_byte_with_its_headers()
    {
        byte[] body = [0, 255, 10, 13, 0];
        using var request = new HttpRequestMessage(HttpMethod.Post, _receiver.At("/hook").Url + "?a=%20b") { Content = new ByteArrayContent(body) };
        request.Headers.Add("Webhook-Id", "evt_1");

        await _client.SendAsync(request);

        var received = _receiver.Requests.Single();
        Assert.That(received.Body.ToArray(), Is.EqualTo(body));
        Assert.That(received.WebhookId, Is.EqualTo("evt_1"));
        Assert.That((received.Number, received.Method, received.Path, received.Query), Is.EqualTo((1, "POST", "/hook", "?a=%20b")));
    }

    [Test]
    public async Task Answers_are_given_in_the_order_of_the_script_and_then_the_lasting_one()
    {
        _receiver.At("/hook").Answer(500, 503).AnswerAlways(410);

        HttpStatusCode[] statuses = [await PostAsync("/hook"), await PostAsync("/hook"), await PostAsync("/hook"), await PostAsync("/hook")];

        Assert.That(statuses.Select(status => (int)status), Is.EqualTo(new[] { 500, 503, 410, 410 }));
    }

    [Test]
    public async Task The_script_of_one_path_leaves_the_others_alone()
    {
        _receiver.At("/dead").AnswerAlways(500);

        var status = await PostAsync("/alive");

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task An_answer_carries_its_headers_and_body()
    {
        _receiver.At("/hook").Answer(new ReceiverAnswer
        {
            StatusCode = 429,
            RetryAfter = TimeSpan.FromSeconds(4.5),
            Headers = new Dictionary<string, string> { ["x-reason"] = "busy" },
            Body = "slow down"u8.ToArray(),
        });

        using var response = await _client.PostAsync(new Uri(_receiver.At("/hook").Url), content: null);

        Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(response.Headers.GetValues("x-reason"), Is.EqualTo(new[] { "busy" }));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("slow down"));
    }

    [Test]
    public async Task A_held_request_is_recorded_and_answered_when_the_hold_ends()
    {
        var hold = _receiver.At("/slow").Hold();
        var slow = PostAsync("/slow");

        await _receiver.WaitForAsync(1, Deadline);
        await PostAsync("/quick");
        var wasHeld = !slow.IsCompleted;
        hold.Dispose();

        Assert.That(wasHeld, Is.True);
        Assert.That(await slow, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_most_requests_at_once_are_counted()
    {
        var path = _receiver.At("/slow");
        Task[] sent;
        using (path.Hold())
        {
            sent = [PostAsync("/slow"), PostAsync("/slow"), PostAsync("/slow")];
            await _receiver.WaitForAsync(3, Deadline);
        }

        await Task.WhenAll(sent);
        await PostAsync("/slow");

        Assert.That(path.MostInFlight, Is.EqualTo(3));
    }

    [Test]
    public void A_dropped_connection_is_recorded_and_fails_the_sender()
    {
        _receiver.At("/hook").Answer(ReceiverAnswer.Drop);

        Assert.That(async () => await PostAsync("/hook"), Throws.InstanceOf<HttpRequestException>());
        Assert.That(_receiver.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Ending_the_receiver_drops_what_is_held()
    {
        var receiver = await WebhookReceiver.StartAsync();
        _ = receiver.At("/slow").Hold();
        var held = _client.PostAsync(new Uri(receiver.At("/slow").Url), content: null);
        await receiver.WaitForAsync(1, Deadline);

        await receiver.DisposeAsync();

        Assert.That(async () => await held, Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public void A_path_is_not_held_twice()
    {
        using var hold = _receiver.At("/slow").Hold();

        Assert.That(() => _receiver.At("/slow").Hold(), Throws.InvalidOperationException);
    }

    [Test]
    public async Task A_deadline_that_passes_says_what_has_arrived()
    {
        await PostAsync("/hook");

        Assert.That(
            async () => await _receiver.WaitForAsync(2, TimeSpan.FromMilliseconds(50)),
            Throws.InstanceOf<TimeoutException>().With.Message.Contains("1 at /hook"));
    }

    [Test]
    public async Task A_condition_is_asked_again_at_every_arrival()
    {
        var waiting = _receiver.WaitUntilAsync(requests => requests.Any(request => request.Path == "/last"), Deadline);

        await PostAsync("/first");
        await PostAsync("/last");
        var requests = await waiting;

        Assert.That(requests.Select(request => request.Path), Is.EqualTo(new[] { "/first", "/last" }));
    }

    private async Task<HttpStatusCode> PostAsync(string path)
    {
        using var response = await _client.PostAsync(new Uri(_receiver.Url + path), content: null);
        return response.StatusCode;
    }
}
