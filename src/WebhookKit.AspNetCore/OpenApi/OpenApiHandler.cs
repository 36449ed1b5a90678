using System.Text.Json;
using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.OpenApi;

/// <summary>Serves the description of the API, which is kept by hand beside this file and held to the code by tests.</summary>
internal static class OpenApiHandler
{
    private const string Resource = "WebhookKit.AspNetCore.OpenApi.openapi.json";
    private const string FileName = "/openapi.json";

    private static readonly Lazy<byte[]> Template = new(Load);

    public static Task<Answer> ReadAsync(ApiCall call, CancellationToken cancellationToken) =>
        Task.FromResult(Answer.Raw(WithServer(call.Path[..^FileName.Length])));

    /// <summary>Puts in where the API is as the client sees it: the host chose the prefix, and a proxy may have added to it.</summary>
    private static byte[] WithServer(string url)
    {
        using var template = JsonDocument.Parse(Template.Value);
        using var buffer = new MemoryStream(Template.Value.Length + url.Length);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            foreach (var property in template.RootElement.EnumerateObject())
            {
                property.WriteTo(writer);
                if (property.NameEquals("info"))
                {
                    writer.WriteStartArray("servers");
                    writer.WriteStartObject();
                    writer.WriteString("url", url.Length == 0 ? "/" : url);
                    writer.WriteEndObject();
                    writer.WriteEndArray();
                }
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static byte[] Load()
    {
        using var resource = typeof(OpenApiHandler).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }
}
