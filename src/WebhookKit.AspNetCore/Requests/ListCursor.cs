using System.Buffers.Text;
using System.Text;

namespace WebhookKit.AspNetCore.Requests;

/// <summary>Where a list goes on. Opaque, so that nobody builds one, and it says only after which object, so that it can be filtered again.</summary>
internal static class ListCursor
{
    public static string Write(object last) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{last}"));

    public static bool TryRead<T>(string cursor, out T last)
        where T : IParsable<T>
    {
        Span<byte> bytes = stackalloc byte[128];
        last = default!;
        return Base64Url.IsValid(cursor)
            && Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            && Ascii.IsValid(bytes[..length])
            && T.TryParse(Encoding.ASCII.GetString(bytes[..length]), null, out last!);
    }
}
