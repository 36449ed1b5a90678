using System.Text;

namespace WebhookKit.LoadTest.Loading;

/// <summary>JSON of an exact length, the same in every run, that no database makes smaller by compressing it.</summary>
internal static class Payload
{
    private const string Before = "{\"text\":\"";
    private const string After = "\"}";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static byte[] OfLength(int bytes) =>
        Encoding.ASCII.GetBytes(Before + new Random(1).GetString(Letters, bytes - Before.Length - After.Length) + After);
}
