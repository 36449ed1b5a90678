namespace WebhookKit.Filtering;

/// <summary>Is met by texts that come before or after a text, in the order of their code points.</summary>
internal sealed class TextOrderTest(byte[] bound, FilterOrder order) : TextTest
{
    protected override bool IsMetBy(ReadOnlySpan<byte> text) => order.Allows(text.SequenceCompareTo(bound));
}
