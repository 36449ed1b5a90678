namespace WebhookKit.Filtering;

/// <summary>Is met by texts that begin, or end, with a text.</summary>
internal sealed class AffixTest(byte[] affix, bool atEnd) : TextTest
{
    protected override bool IsMetBy(ReadOnlySpan<byte> text) => atEnd ? text.EndsWith(affix) : text.StartsWith(affix);
}
