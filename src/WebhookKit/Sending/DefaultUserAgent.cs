using System.Reflection;

namespace WebhookKit.Sending;

/// <summary>The library's name and version, without the commit that a build may append.</summary>
internal static class DefaultUserAgent
{
    public static string Value { get; } = $"WebhookKit/{Version()}";

    private static string Version()
    {
        var text = typeof(DefaultUserAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        var build = text.IndexOf('+', StringComparison.Ordinal);
        return build < 0 ? text : text[..build];
    }
}
