using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

public sealed class ThreadedHostResolverTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How long a name server may take.</summary>
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(3);

    private readonly FakeTimeProvider _clock = new();

    [Test]
    public async Task A_known_name_resolves()
    {
        using var resolver = new ThreadedHostResolver(TimeProvider.System);

        var addresses = await ResolveAsync(resolver, "localhost");

        Assert.That(addresses, Is.Not.Empty);
        Assert.That(addresses.All(IPAddress.IsLoopback), Is.True);
    }

    [TestCase("nobody.invalid")]
    [TestCase("0.0.0.0")]
    [TestCase("::")]
    public void A_name_that_does_not_resolve_is_a_socket_exception(string host)
    {
        using var resolver = new ThreadedHostResolver(TimeProvider.System);

        Assert.That(async () => await ResolveAsync(resolver, host), Throws.InstanceOf<SocketException>());
    }

    [Test]
    public async Task Many_callers_at_once_all_get_an_answer()
    {
        using var resolver = new ThreadedHostResolver(TimeProvider.System);

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => ResolveAsync(resolver, "localhost")));

        Assert.That(answers, Has.All.Not.Empty);
    }

    [Test]
    public void A_caller_that_is_stopped_does_not_wait()
    {
        using var resolver = new ThreadedHostResolver(TimeProvider.System);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        Assert.That(async () => await resolver.ResolveAsync(new HostQuery { Host = "nobody.invalid" }, stopped.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void After_disposal_nothing_is_looked_up()
    {
        var resolver = new ThreadedHostResolver(TimeProvider.System);
        resolver.Dispose();

        Assert.That(async () => await ResolveAsync(resolver, "localhost"), Throws.InstanceOf<SocketException>());
    }

    [Test]
    public async Task An_owner_with_silent_name_servers_holds_half_of_the_threads_and_the_others_get_theirs()
    {
        using var names = new HeldNames(IPAddress.Loopback);
        using var resolver = new ThreadedHostResolver(_clock, names.LookUp);
        Task[] dead = [.. Enumerable.Range(0, 200).Select(number => ResolveAsync(resolver, $"dead{number}.example", "dead"))];

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => ResolveAsync(resolver, $"hooks{number}.example", $"owner{number % 5}"))).WaitAsync(Patience);

        Assert.Multiple(() =>
        {
            Assert.That(answers, Has.All.Not.Empty);
            Assert.That(names.Held, Is.EqualTo(4));
        });
        Assert.That(await FailuresOf(dead), Is.All.AnyOf(SocketError.TimedOut, SocketError.NoBufferSpaceAvailable));
    }

    [Test]
    public async Task A_name_that_was_quick_is_not_kept_waiting_by_any_number_of_silent_ones()
    {
        using var names = new HeldNames(IPAddress.Loopback);
        using var resolver = new ThreadedHostResolver(_clock, names.LookUp);
        await ResolveAsync(resolver, "hooks.example");
        Task[] dead = [.. Enumerable.Range(0, 300).Select(number => ResolveAsync(resolver, $"dead{number}.example", $"owner{number}"))];
        await Engine.EngineHost.WaitAsync(() => names.Held == 8);

        var answer = await ResolveAsync(resolver, "hooks.example", "one more").WaitAsync(Patience);

        Assert.That(answer, Is.Not.Empty);
        Assert.That(names.Held, Is.EqualTo(8), "No more threads than there are.");
        await FailuresOf(dead);
    }

    [Test]
    public async Task What_never_got_a_thread_is_busy_and_what_had_one_has_timed_out()
    {
        using var names = new HeldNames(IPAddress.Loopback);
        using var resolver = new ThreadedHostResolver(_clock, names.LookUp);
        Task[] dead = [.. Enumerable.Range(0, 400).Select(number => ResolveAsync(resolver, $"dead{number}.example"))];
        await Engine.EngineHost.WaitAsync(() => names.Held == 4);

        var failures = await FailuresOf(dead);

        Assert.That(failures.Count(error => error == SocketError.TimedOut), Is.EqualTo(4));
        Assert.That(failures.Count(error => error == SocketError.NoBufferSpaceAvailable), Is.EqualTo(396));
    }

    [Test]
    public async Task Everybody_who_asks_for_one_silent_name_holds_one_thread()
    {
        using var names = new HeldNames(IPAddress.Loopback);
        using var resolver = new ThreadedHostResolver(TimeProvider.System, names.LookUp);
        var dead = Enumerable.Range(0, 100).Select(number => ResolveAsync(resolver, "dead.example", $"owner{number}")).ToArray();
        await Engine.EngineHost.WaitAsync(() => names.Held > 0);

        Assert.That(names.Held, Is.EqualTo(1));
        names.Dispose();
        Assert.That(await Task.WhenAll(dead).WaitAsync(Patience), Has.All.Not.Empty);
    }

    private static Task<IReadOnlyList<IPAddress>> ResolveAsync(ThreadedHostResolver resolver, string host, string owner = "") =>
        resolver.ResolveAsync(new HostQuery { Host = host, Owner = owner }, CancellationToken.None).AsTask();

    private async Task<SocketError[]> FailuresOf(Task[] lookups)
    {
        _clock.Advance(TimeToAnswer);
        await Task.WhenAll(lookups).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return [.. lookups.Select(lookup => lookup.Exception?.InnerException).OfType<SocketException>().Select(failure => failure.SocketErrorCode)];
    }
}
