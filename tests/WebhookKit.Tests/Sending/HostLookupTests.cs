using System.Net.Sockets;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

public sealed class HostLookupTests
{
    [Test]
    public void A_look_up_that_everybody_left_is_not_made_and_cannot_be_joined()
    {
        var lookup = new HostLookup("localhost");
        lookup.Leave();

        lookup.Run();

        Assert.That(lookup.Result.IsCanceled, Is.True);
        Assert.That(lookup.TryJoin(), Is.False);
    }

    [Test]
    public void A_look_up_that_one_still_waits_for_is_made()
    {
        var lookup = new HostLookup("localhost");
        Assert.That(lookup.TryJoin(), Is.True);
        lookup.Leave();

        lookup.Run();
        lookup.Leave();

        Assert.That(lookup.Result.IsCompletedSuccessfully, Is.True);
        Assert.That(lookup.TryJoin(), Is.True, "a name that is being looked up is not looked up twice");
    }

    [Test]
    public void A_failure_reaches_those_who_wait()
    {
        var lookup = new HostLookup("localhost");

        lookup.Fail(new SocketException((int)SocketError.NoBufferSpaceAvailable));

        Assert.That(async () => await lookup.Result, Throws.InstanceOf<SocketException>());
    }
}
