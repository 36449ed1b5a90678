using System.Text;
using WebhookKit.Signing;

namespace WebhookKit.Chaos.Failing;

/// <summary>Fails for the payloads of one producer.</summary>
internal sealed class ThrowingSigner(IWebhookSigner inner) : IWebhookSigner
{
    /// <summary>Its name.</summary>
    public const string Unsignable = "unsignable";

    public void Sign(SignatureRequest request, SignatureHeaders headers)
    {
        if (request.Body.Span.IndexOf(Encoding.ASCII.GetBytes($"\"{Unsignable}-")) >= 0)
        {
            throw new InvalidOperationException("Thrown by a signer of the harness.");
        }

        inner.Sign(request, headers);
    }
}
