using System.Text.Json;

namespace WebhookKit.Tests.Sending.Corpus;

/// <summary>A line of the corpus: a URL, what its host resolves to, what the host of the library has opened, and what must become of it.</summary>
public sealed class UrlCase
{
    public const string Allowed = "allowed";
    public const string UrlRefused = "url_refused";
    public const string AddressRefused = "address_refused";
    public const string Unresolved = "unresolved";

    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };
    private static readonly string[] OnePublic = ["93.184.215.14"];

    /// <summary>The rule that it is about.</summary>
    public required string Rule { get; init; }

    public required string Url { get; init; }

    public required string Verdict { get; init; }

    public IReadOnlyList<string> Dns { get; init; } = OnePublic;

    public IReadOnlyDictionary<string, JsonElement> Options { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>What is stored and shown of it; null for the same text.</summary>
    public string? Stored { get; init; }

    /// <summary>The options as configuration of the section Egress.</summary>
    public IReadOnlyDictionary<string, string?> Settings => Options.SelectMany(Flatten).ToDictionary();

    public static IReadOnlyList<UrlCase> ReadAll()
    {
        using var file = typeof(UrlCase).Assembly.GetManifestResourceStream("urls.json")!;
        return JsonSerializer.Deserialize<UrlCase[]>(file, Json)!;
    }

    public override string ToString() =>
        $"{Rule} {Verdict} {(Url.Length > 100 ? $"{Url[..100]}… of {Url.Length}" : Url)} [{string.Join(' ', Dns)}] {string.Join(' ', Settings)}";

    private static IEnumerable<KeyValuePair<string, string?>> Flatten(KeyValuePair<string, JsonElement> option) =>
        option.Value.ValueKind == JsonValueKind.Array
            ? option.Value.EnumerateArray().Select((value, index) => KeyValuePair.Create($"{option.Key}:{index}", (string?)value.ToString()))
            : [KeyValuePair.Create(option.Key, (string?)option.Value.ToString())];
}
