using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace WebhookKit.Tests.Sending;

/// <summary>A request as it was on the wire, read from the bytes and by nobody's parser but this.</summary>
/// <param name="Head">Everything before the body, without the empty line.</param>
internal sealed record WireRequest(string Head)
{
    private const string EndOfHead = "\r\n\r\n";

    /// <summary>The names of its header lines, in lower case.</summary>
    public IReadOnlyList<string> Names => [.. Lines.Select(line => line[..line.IndexOf(':')].ToLowerInvariant())];

    public string Path => Head.Split(' ')[1];

    public string Id => ValueOf("webhook-id");

    private IEnumerable<string> Lines => Head.Split("\r\n").Skip(1);

    /// <summary>Reads the head of the next request, and skips its body.</summary>
    /// <param name="reader">Reads the connection.</param>
    /// <param name="came">Told as soon as the head is there, whatever becomes of the body.</param>
    /// <returns>Null where the client has gone.</returns>
    public static async Task<WireRequest?> ReadAsync(PipeReader reader, Action<WireRequest> came)
    {
        while (true)
        {
            var read = await reader.ReadAsync();
            var text = Encoding.Latin1.GetString(read.Buffer);
            var end = text.IndexOf(EndOfHead, StringComparison.Ordinal);
            if (end >= 0)
            {
                var request = new WireRequest(text[..end]);
                reader.AdvanceTo(read.Buffer.GetPosition(end + EndOfHead.Length));
                came(request);
                await SkipAsync(reader, int.Parse(request.ValueOf("content-length"), CultureInfo.InvariantCulture));
                return request;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                Assert.That(text, Is.Empty, "The client went in the middle of a head.");
                return null;
            }
        }
    }

    private string ValueOf(string name) => Lines.Single(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();

    private static async Task SkipAsync(PipeReader reader, int length)
    {
        while (length > 0)
        {
            var read = await reader.ReadAsync();
            var taken = Math.Min(length, (int)read.Buffer.Length);
            reader.AdvanceTo(read.Buffer.GetPosition(taken));
            length -= taken;
            if (read.IsCompleted && taken == 0)
            {
                return;
            }
        }
    }
}
