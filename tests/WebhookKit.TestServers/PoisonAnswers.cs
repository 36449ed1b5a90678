using System.Text;

namespace WebhookKit.TestServers;

/// <summary>Answers of a receiver that a database, a decoder or a log could choke on.</summary>
public static class PoisonAnswers
{
    private static readonly string[] Charsets =
        ["utf-7", "utf-16", "utf-32", "iso-2022-jp", "shift_jis", "gb18030", "big5", "koi8-r", "ebcdic", "klingon", "\"", "utf-8; charset=utf-16"];

    /// <summary>Every one, with the <c>Content-Type</c> it comes with.</summary>
    public static IReadOnlyList<(string ContentType, byte[] Body)> All { get; } =
    [
        .. Bodies().Select(body => ("text/plain", body)),
        .. Charsets.Select(charset => ($"text/plain; charset={charset}", (byte[])[0x80, 0, 0xd8, 0xdf])),
    ];

    private static IEnumerable<byte[]> Bodies()
    {
        yield return [0];
        yield return "before\0after"u8.ToArray();
        yield return [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80];
        yield return [0xff, 0xfe, 0x00, 0xd8];
        yield return [0xf0, 0x9f, 0x98];
        yield return [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        yield return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\u001b[31m'\";--\u202e\uffff", 500)));
        yield return [0x1f, 0x8b, 8, 0, 0, 0];
    }
}
