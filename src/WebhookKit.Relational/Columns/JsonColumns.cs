using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WebhookKit.Relational.Columns;

/// <summary>The columns that hold JSON. What is empty is NULL, and costs neither a byte nor a parse.</summary>
/// <remarks>
/// A text that somebody has damaged is a value, too: it is read together with rows that have nothing to do with it, and an
/// exception would keep all of them from being read, for ever.
/// </remarks>
internal static class JsonColumns
{
    /// <summary>What a damaged text reads as. No header has such a name, so that nothing is ever sent without the headers that were lost.</summary>
    private static readonly ReadOnlyDictionary<string, string> Damaged =
        new(new Dictionary<string, string> { ["damaged in the database"] = "The stored text is not the JSON that was written. Write it anew." });

    private const string DamagedFilter = """{"$damaged":"The stored text is not the JSON that was written. Write it anew."}""";

    private static readonly string[] DamagedSigners = ["(damaged in the database; write it anew)"];

    /// <summary>No key is stored for it, so that nothing is sent without the certificate or the checks that were lost.</summary>
    private static readonly EndpointTls DamagedTls = new()
    {
        ClientCertificate = new EndpointCertificate
        {
            Subject = "The stored text is not the JSON that was written. Write it anew.",
            Thumbprint = "damaged in the database",
            NotBefore = DateTimeOffset.UnixEpoch,
            NotAfter = DateTimeOffset.UnixEpoch,
        },
    };

    private static readonly EndpointRateLimit DamagedLimit = new() { PerSecond = 0.001 };

    public static string? Write(IReadOnlyDictionary<string, string> values) =>
        values.Count == 0 ? null : JsonSerializer.Serialize(values, JsonColumnsContext.Default.IReadOnlyDictionaryStringString);

    public static string Write(IReadOnlyList<string> values) =>
        JsonSerializer.Serialize(values, JsonColumnsContext.Default.IReadOnlyListString);

    public static string? WriteSigners(IReadOnlyList<string>? signers) => signers is null ? null : Write(signers);

    public static string? Write(RetrySettings? retry) =>
        retry is null ? null : JsonSerializer.Serialize(retry, JsonColumnsContext.Default.RetrySettings);

    public static string? Write(EndpointRateLimit? limit) =>
        limit is null ? null : JsonSerializer.Serialize(limit, JsonColumnsContext.Default.EndpointRateLimit);

    public static string? Write(EndpointTls? tls) =>
        tls is null ? null : JsonSerializer.Serialize(tls, JsonColumnsContext.Default.EndpointTls);

    /// <summary>What an event asks for its deliveries, but for when they begin, which has a column of its own.</summary>
    public static string? WriteOptions(WebhookEvent item) =>
        EventOptions.Of(item) is { } options ? JsonSerializer.Serialize(options, JsonColumnsContext.Default.EventOptions) : null;

    /// <summary>Reads what an event asks for its deliveries; what is damaged asks for nothing.</summary>
    public static EventOptions ReadOptions(string? json) =>
        json is null ? EventOptions.None : Read(json, JsonColumnsContext.Default.EventOptions, EventOptions.None);

    public static IReadOnlyDictionary<string, string> ReadDictionary(string? json) =>
        json is null
            ? ReadOnlyDictionary<string, string>.Empty
            : Read(json, JsonColumnsContext.Default.IReadOnlyDictionaryStringString, Damaged);

    public static IReadOnlyList<string> ReadList(string json) =>
        Read(json, JsonColumnsContext.Default.IReadOnlyListString, []);

    /// <summary>Reads settings; what is damaged leaves the endpoint to the application's own policy.</summary>
    public static RetrySettings? ReadRetry(string? json) =>
        json is null ? null : Read<RetrySettings?>(json, JsonColumnsContext.Default.RetrySettings!, null);

    /// <summary>Reads a limit; what is damaged reads as the lowest that there is, so that nobody is sent more than they can bear.</summary>
    public static EndpointRateLimit? ReadRateLimit(string? json) =>
        json is null ? null : Read(json, JsonColumnsContext.Default.EndpointRateLimit, DamagedLimit);

    /// <summary>Reads a filter; what is damaged reads as one with an operator that does not exist, so that nothing is sent by a part of it.</summary>
    public static string? ReadFilter(string? json) => json is null || IsObject(json) ? json : DamagedFilter;

    /// <summary>Reads names of signers; what is damaged reads as one that nobody has registered, so that nothing is sent with other signatures than was asked for.</summary>
    public static IReadOnlyList<string>? ReadSigners(string? json) =>
        json is null ? null : Read<IReadOnlyList<string>>(json, JsonColumnsContext.Default.IReadOnlyListString, DamagedSigners) is { Count: > 0 } signers && signers.All(name => name is not null)
            ? signers
            : DamagedSigners;

    /// <summary>Reads how TLS differs; what is damaged reads as a certificate whose key cannot be had, so that deliveries wait.</summary>
    public static EndpointTls? ReadTls(string? json) =>
        json is null ? null
            : Read(json, JsonColumnsContext.Default.EndpointTls, DamagedTls) is { Pins: not null, ClientCertificate: null or { Chain: not null } } tls
            ? tls
            : DamagedTls;

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // The latter where the text is none.
            return false;
        }
    }

    private static T Read<T>(string json, JsonTypeInfo<T> type, T damaged)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? damaged;
        }
        catch (JsonException)
        {
            return damaged;
        }
    }
}
