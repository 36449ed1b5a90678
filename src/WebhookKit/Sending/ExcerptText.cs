using System.Buffers;
using System.Text;

namespace WebhookKit.Sending;

/// <summary>Makes text of a stranger's bytes that every database, terminal and page can take.</summary>
internal static class ExcerptText
{
    /// <param name="bytes">The beginning of a body; read as UTF-8 whatever the answer says it is.</param>
    /// <param name="isCut">Whether more bytes followed: a character that the cut went through is left out then.</param>
    public static string? Clean(ReadOnlySpan<byte> bytes, bool isCut)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> characters = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var consumed);
            if (status == OperationStatus.NeedMoreData && isCut)
            {
                break;
            }

            // DecodeFromUtf8 answers U+FFFD for what is not UTF-8, so no lone surrogate comes out of it.
            rune = IsKept(rune) ? rune : Rune.ReplacementChar;
            text.Append(characters[..rune.EncodeToUtf16(characters)]);
            bytes = bytes[consumed..];
        }

        return text.Length == 0 ? null : text.ToString();
    }

    private static bool IsKept(Rune rune) => !Rune.IsControl(rune) || rune.Value is '\t' or '\n' or '\r';
}
