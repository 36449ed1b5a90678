using System.Net;
using System.Net.Sockets;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

public sealed class ThreadedHostResolverTests
{
    [Test]
    public async Task A_known_name_resolves()
    {
        using var resolver = new ThreadedHostResolver(TimeProvider.System);

        var addresses = await resolver.ResolveAsync("localhost", CancellationToken.None);

        Assert.That(addresses, Is.Not.Empty);
        Assert.That(addresses.All(IPAddress.IsLoopback), Is.True);
    }

    [TestCase("nobody.invalid")]
    [TestCase("0.0.0.0")]
    [TestCase("::")]
    public void A_name_that_does_not_resolve_is_a_socket_exception(string host)
    {
        using var resolver = new ThreadedHostResolver(TimeProvider.System);

        Assert.That(async () => await resolver.ResolveAsync(host, CancellationToken.None), Throws.InstanceOf<SocketException>());
    }

    [Test]
    public async Task Many_callers_at_once_all_get_an_answer()
    {
        using var resolver = new ThreadedHostResolver(TimeProvider.System);

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => resolver.ResolveAsync("localhost", CancellationToken.None).AsTask()));

        Assert.That(answers, Has.All.Not.Empty);
    }

    [Test]
    public void A_caller_that_is_stopped_does_not_wait()
    {
        using var resolver = new ThreadedHostResolver(TimeProvider.System);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        Assert.That(async () => await resolver.ResolveAsync("nobody.invalid", stopped.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void After_disposal_nothing_is_looked_up()
    {
        var resolver = new ThreadedHostResolver(TimeProvider.System);
        resolver.Dispose();

        Assert.That(async () => await resolver.ResolveAsync("localhost", CancellationToken.None), Throws.InstanceOf<SocketException>());
    }
}
