using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Signing;

namespace WebhookKit.Tests.Signing;

internal sealed class SignatureAllocationTests : SignerFixture
{
    [TestCase("standard")]
    [TestCase("github")]
    [TestCase("stripe")]
    public void Signing_allocates_the_texts_of_the_headers_and_nothing_else(string name)
    {
        using var services = new ServiceCollection().AddLogging().AddWebhooks().Services.BuildServiceProvider();
        var signer = services.GetRequiredKeyedService<IWebhookSigner>(name);
        var request = RequestOf(new byte[1024], One);
        var headers = new SignatureHeaders();

        // Once, so that what is made for a secret that is new is there.
        signer.Sign(request, headers);
        var lengths = headers.Select(header => header.Value.Length).ToArray();

        var signed = AllocatedByOneOfMany(() =>
        {
            headers.Clear();
            signer.Sign(request, headers);
        });

        Assert.That(signed, Is.EqualTo(lengths.Sum(length => AllocatedByOneOfMany(() => _ = new string('x', length)))));
    }

    // Where threads allocate at the same time, one is now and then charged with the few bytes at the end of its piece of the heap,
    // into which its next object did not go. So it is whole bytes for each of many times: what one time in thirty allocates still counts.
    private static long AllocatedByOneOfMany(Action action)
    {
        const int Times = 1000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < Times; time++)
        {
            action();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
    }
}
