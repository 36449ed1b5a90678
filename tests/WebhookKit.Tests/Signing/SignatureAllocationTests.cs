using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Signing;

namespace WebhookKit.Tests.Signing;

internal sealed class SignatureAllocationTests : SignerFixture
{
    private const int Times = 9;

    [TestCase("standard")]
    [TestCase("github")]
    [TestCase("stripe")]
    public void Signing_allocates_the_texts_of_the_headers_and_nothing_else(string name)
    {
        using var services = new ServiceCollection().AddLogging().AddWebhooks().Services.BuildServiceProvider();
        var signer = services.GetRequiredKeyedService<IWebhookSigner>(name);
        var request = RequestOf(new byte[1024], One);
        var headers = new SignatureHeaders();

        var signed = AllocatedBy(() => signer.Sign(request, headers));

        var lengths = headers.Select(header => header.Value.Length).ToArray();
        Assert.That(signed, Is.EqualTo(lengths.Sum(length => AllocatedBy(() => _ = new string('x', length)))));
    }

    // The middle of several: the first makes what a new secret needs, and what is left of the thread's piece of the heap counts where a
    // new piece is taken.
    private static long AllocatedBy(Action action) => Enumerable.Range(0, Times).Select(_ => AllocatedOnceBy(action)).Order().ElementAt(Times / 2);

    private static long AllocatedOnceBy(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
