using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;

namespace WebhookKit.EndToEnd.Tests.Instances;

/// <summary>A database that instances share, and what its tables say about them.</summary>
/// <param name="connectionString">Where it is.</param>
internal abstract partial class InstanceDatabase(string connectionString)
{
    public string ConnectionString => connectionString;

    /// <summary>What the instances call it in their configuration.</summary>
    public abstract string Kind { get; }

    /// <summary>The database's clock, as a query says it.</summary>
    protected abstract string Now { get; }

    /// <summary>Chooses its store for a host.</summary>
    public abstract void Use(IWebhooksBuilder webhooks);

    /// <summary>How many deliveries are pending.</summary>
    public async Task<int> CountQueueAsync()
    {
        await using var connection = Connect();
        return await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM webhooks.queue");
    }

    /// <summary>How many partitions each process owns. An instance names itself by machine, process and chance.</summary>
    public async Task<Dictionary<int, int>> ReadSharesAsync()
    {
        await using var connection = Connect();
        var owners = await connection.QueryAsync<string>($"SELECT instance FROM webhooks.leases WHERE instance IS NOT NULL AND expires_at > {Now}");
        return owners.CountBy(owner => int.Parse(ProcessId().Match(owner).Groups[1].Value, CultureInfo.InvariantCulture)).ToDictionary();
    }

    protected abstract DbConnection Connect();

    [GeneratedRegex(@"-(\d+)-[0-9a-f]+$")]
    private static partial Regex ProcessId();
}
