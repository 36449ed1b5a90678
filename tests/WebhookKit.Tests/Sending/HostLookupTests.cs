using System.Net;
using System.Net.Sockets;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HostLookupTests
{
    private static readonly IPAddress[] Answer = [IPAddress.Parse("1.1.1.1")];

    private readonly HostLookup _lookup = new(new HostQuery { Host = "hooks.example.com" });

    [Test]
    public void A_look_up_that_everybody_left_does_not_begin_and_cannot_be_joined()
    {
        _lookup.Leave();

        Assert.That(_lookup.TryBegin(), Is.False);
        Assert.That(_lookup.Result.IsCanceled, Is.True);
        Assert.That(_lookup.TryJoin(), Is.False);
    }

    [Test]
    public void A_look_up_that_one_still_waits_for_is_made()
    {
        Assert.That(_lookup.TryJoin(), Is.True);
        _lookup.Leave();

        Assert.That(_lookup.TryBegin(), Is.True);
        _lookup.Leave();
        Assert.That(_lookup.TryJoin(), Is.True, "a name that is being looked up is not looked up twice");
        _lookup.Run(_ => Answer);

        Assert.That(_lookup.Result.Result, Is.EqualTo(Answer));
    }

    [Test]
    public void A_failure_reaches_those_who_wait()
    {
        _lookup.Run(_ => throw new SocketException((int)SocketError.TryAgain));

        Assert.That(async () => await _lookup.Result, Throws.InstanceOf<SocketException>());
    }

    [Test]
    public void What_the_system_does_not_even_ask_for_is_not_found()
    {
        _lookup.Run(_ => throw new ArgumentException("0.0.0.0"));

        Assert.That(async () => await _lookup.Result, Throws.InstanceOf<SocketException>());
    }
}
