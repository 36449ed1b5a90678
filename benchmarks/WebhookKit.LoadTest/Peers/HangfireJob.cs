using System.Text;

namespace WebhookKit.LoadTest.Peers;

/// <summary>The job that Hangfire runs for each delivery; it finds it by its type and the name of the method.</summary>
public static class HangfireJob
{
    private static readonly SignedPost Post = new();

    public static Task SendAsync(string url, string eventId, string payload) => Post.SendAsync(url, eventId, Encoding.UTF8.GetBytes(payload));
}
