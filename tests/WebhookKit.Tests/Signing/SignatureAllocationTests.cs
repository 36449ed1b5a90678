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
        var signed = AllocatedBy(() => signer.Sign(request, headers));
        headers.Clear();
        signed = AllocatedBy(() => signer.Sign(request, headers));

        var lengths = headers.Select(header => header.Value.Length).ToArray();
        Assert.That(signed, Is.EqualTo(lengths.Sum(length => AllocatedBy(() => _ = new string('x', length)))));
    }

    private static long AllocatedBy(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
