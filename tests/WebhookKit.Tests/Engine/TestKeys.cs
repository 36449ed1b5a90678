using System.Security.Cryptography;
using System.Text;

namespace WebhookKit.Tests.Engine;

/// <summary>A key service that can lose keys, be away, and have another key under the same id.</summary>
internal sealed class TestKeys : IKeyProvider
{
    private volatile string[] _ids = ["k1"];

    /// <summary>The ids of the keys that it has; the last one is the current one. None means that it is away.</summary>
    public void Have(params string[] ids) => _ids = ids;

    /// <summary>What its keys are made of: two with different seeds have different keys.</summary>
    public string Seed { get; init; } = "";

    public ValueTask<KeySet?> GetKeysAsync(CancellationToken cancellationToken = default)
    {
        var ids = _ids;
        return ids.Length == 0
            ? throw new TimeoutException("The key service is away.")
            : new ValueTask<KeySet?>(new KeySet(ids[^1], ids.Select(id => KeyValuePair.Create(id, SHA256.HashData(Encoding.UTF8.GetBytes(Seed + id))))));
    }
}
