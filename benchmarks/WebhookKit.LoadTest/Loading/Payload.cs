using System.Text;

namespace WebhookKit.LoadTest.Loading;

/// <summary>JSON of an exact length.</summary>
internal static class Payload
{
    private const string Before = "{\"text\":\"";
    private const string After = "\"}";

    public static byte[] OfLength(int bytes) =>
        Encoding.ASCII.GetBytes(Before + new string('x', bytes - Before.Length - After.Length) + After);
}
