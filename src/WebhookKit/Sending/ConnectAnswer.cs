using System.Globalization;
using System.Text;

namespace WebhookKit.Sending;

/// <summary>What a proxy answered when it was asked to connect.</summary>
/// <param name="Status">The status.</param>
/// <param name="AsksForCredentials">Whether it says how to give credentials, as it must with a 407 that is about them (RFC 9110, section 15.5.8).</param>
internal readonly record struct ConnectAnswer(int Status, bool AsksForCredentials)
{
    private const int MostBytes = 16_384;

    /// <summary>Reads it; null where it is none, ends before it is complete, or is followed by what nobody has asked for.</summary>
    public static async ValueTask<ConnectAnswer?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostBytes];
        for (var length = 0; length < buffer.Length;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return Parse(Encoding.Latin1.GetString(buffer, 0, end), isFollowed: length > end + 4);
            }
        }

        return null;
    }

    private static ConnectAnswer? Parse(string head, bool isFollowed)
    {
        var lines = head.Split("\r\n");
        var start = lines[0];
        if (!(start.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || start.StartsWith("HTTP/1.0 ", StringComparison.Ordinal))
            || start.Length < 12
            || (start.Length > 12 && start[12] != ' ')
            || !int.TryParse(start.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            return null;
        }

        // Through a tunnel that has just opened, it is for us to speak first.
        return status is >= 200 and <= 299 && isFollowed
            ? null
            : new ConnectAnswer(status, lines.Any(line => line.StartsWith("Proxy-Authenticate:", StringComparison.OrdinalIgnoreCase)));
    }
}
