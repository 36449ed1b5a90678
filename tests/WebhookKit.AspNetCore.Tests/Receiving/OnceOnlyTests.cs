using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Receiving;
using static WebhookKit.AspNetCore.Tests.Receiving.ReceivingHost;

namespace WebhookKit.AspNetCore.Tests.Receiving;

/// <summary>An event is processed once, whoever sends it again and whenever.</summary>
public sealed class OnceOnlyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private int _runs;

    [SetUp]
    public void Reset() => _runs = 0;

    [Test]
    public async Task A_request_that_comes_again_sees_a_success_and_is_not_processed()
    {
        await using var host = await StartAsync(() => Results.NoContent());
        var request = host.Sign();

        var first = await host.SendAsync(request);
        var again = await host.SendAsync(request);
        var retry = await host.SendAsync(host.Sign(id: EventId.Parse(request.Id!)));

        Assert.That((first.Status, again.Status, retry.Status), Is.EqualTo((204, 200, 200)));
        Assert.That((again.Text, again.ContentType), Is.EqualTo(("", (string?)null)));
        Assert.That(_runs, Is.EqualTo(1));
    }

    [Test]
    public async Task Only_who_can_sign_learns_that_an_event_was_processed()
    {
        await using var host = await StartAsync(() => Results.NoContent());
        var request = host.Sign();
        await host.SendAsync(request);

        var forged = await host.SendAsync(request with { Body = "{\"a\":1}"u8.ToArray() });

        Assert.That(forged.Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Fifty_at_once_run_the_handler_once()
    {
        var finish = new TaskCompletionSource();
        await using var host = await ReceivingHost.StartAsync(app => app.MapPost("/hook", async () =>
        {
            Interlocked.Increment(ref _runs);
            await finish.Task;
        }).RequireWebhookSignature(Secret));
        var request = host.Sign();

        var sends = Enumerable.Range(0, 50).Select(_ => host.SendAsync(request)).ToList();
        var refused = new List<ApiAnswer>();
        while (refused.Count < 49)
        {
            var next = await Task.WhenAny(sends).WaitAsync(Patience);
            sends.Remove(next);
            refused.Add(await next);
        }

        finish.SetResult();
        var processed = await sends.Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_runs, Is.EqualTo(1));
            Assert.That(processed.Status, Is.EqualTo(200));
            Assert.That(refused.Select(answer => answer.Status), Is.All.EqualTo(409));
            Assert.That(refused[0].TextOf("code"), Is.EqualTo("in_progress"));
            Assert.That(refused.Select(answer => answer.Headers["Retry-After"]), Is.All.EqualTo("30"));
        }
    }

    [TestCase(500)]
    [TestCase(400)]
    [TestCase(302)]
    public async Task An_event_that_the_handler_does_not_succeed_with_is_processed_when_it_comes_again(int status)
    {
        await using var host = await StartAsync(() => Results.StatusCode(_runs == 1 ? status : 204));
        var request = host.Sign();

        var first = await host.SendAsync(request);
        var second = await host.SendAsync(request);
        var third = await host.SendAsync(request);

        Assert.That((first.Status, second.Status, third.Status, _runs), Is.EqualTo((status, 204, 200, 2)));
    }

    [Test]
    public async Task An_event_whose_handler_throws_is_processed_when_it_comes_again()
    {
        await using var host = await StartAsync(() => _runs == 1 ? throw new InvalidOperationException("Not today.") : Results.NoContent());
        var request = host.Sign();

        var first = await host.SendAsync(request);
        var second = await host.SendAsync(request);

        Assert.That((first.Status, second.Status, _runs), Is.EqualTo((500, 204, 2)));
    }

    [Test]
    public async Task An_event_whose_body_the_handler_cannot_read_is_processed_when_it_comes_again()
    {
        await using var host = await ReceivingHost.StartAsync(app => app.MapPost("/hook", (Dictionary<string, int> _) => Results.NoContent()).RequireWebhookSignature(Secret));
        var request = host.Sign("not json");

        var first = await host.SendAsync(request);
        var second = await host.SendAsync(request);

        Assert.That((first.Status, second.Status), Is.EqualTo((400, 400)));
    }

    [Test]
    public async Task An_event_that_a_process_died_over_is_processed_when_its_claim_has_ended()
    {
        var store = new LossyStore();
        await using var host = await StartAsync(
            () => Results.StatusCode(_runs == 1 ? 500 : 204), services => services.AddSingleton<IProcessedEventStore>(services => store.Over(services)));
        var id = EventId.Parse(host.Sign().Id!);

        var first = await host.SendAsync(host.Sign(id: id));
        var soon = await host.SendAsync(host.Sign(id: id));
        host.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(3));
        var nearly = await host.SendAsync(host.Sign(id: id));
        host.Clock.Advance(TimeSpan.FromSeconds(3));
        var later = await host.SendAsync(host.Sign(id: id));

        Assert.That((first.Status, soon.Status, nearly.Status, later.Status, _runs), Is.EqualTo((500, 409, 409, 204, 2)));
        Assert.That((soon.Headers["Retry-After"], nearly.Headers["Retry-After"]), Is.EqualTo(("30", "3")));
    }

    [Test]
    public async Task A_success_stays_one_when_it_cannot_be_recorded()
    {
        var store = new LossyStore { Throws = true };
        await using var host = await StartAsync(() => Results.NoContent(), services => services.AddSingleton<IProcessedEventStore>(services => store.Over(services)));

        var answer = await host.SendAsync(host.Sign());

        Assert.That(answer.Status, Is.EqualTo(204));
    }

    [Test]
    public async Task An_event_is_forgotten_in_the_end()
    {
        await using var host = await StartAsync(() => Results.NoContent());
        var id = EventId.Parse(host.Sign().Id!);
        await host.SendAsync(host.Sign(id: id));

        host.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        var before = await host.SendAsync(host.Sign(id: id));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var after = await host.SendAsync(host.Sign(id: id));

        Assert.That((before.Status, after.Status), Is.EqualTo((200, 204)));
    }

    [Test]
    public async Task Where_nothing_is_remembered_every_verified_request_is_processed()
    {
        await using var host = await ReceivingHost.StartAsync(app => app.MapPost("/hook", () => { _runs++; }).RequireWebhookSignature(options =>
        {
            options.Secrets.Add(Secret);
            options.RememberFor = null;
        }));
        var request = host.Sign();

        await host.SendAsync(request);
        await host.SendAsync(request);

        Assert.That(_runs, Is.EqualTo(2));
    }

    private Task<ReceivingHost> StartAsync(Func<IResult> handler, Action<IServiceCollection>? configure = null) => ReceivingHost.StartAsync(
        app => app.MapPost("/hook", () =>
        {
            _runs++;
            return handler();
        }).RequireWebhookSignature(Secret),
        configure);
}
