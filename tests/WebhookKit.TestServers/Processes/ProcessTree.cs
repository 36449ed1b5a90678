using System.Globalization;

namespace WebhookKit.TestServers.Processes;

/// <summary>A process, all that descend from it, and the CPU time that they took together.</summary>
/// <param name="Ids">The process ids, the root first.</param>
/// <param name="CpuTime">Theirs, and that of children which have ended and were waited for.</param>
internal sealed record ProcessTree(IReadOnlyList<int> Ids, TimeSpan CpuTime)
{
    /// <summary>What <c>/proc</c> counts in, on every machine that .NET runs on.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    public static ProcessTree Of(int root)
    {
        var all = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Read(id) : null)
            .OfType<(int Id, int Parent, long Ticks)>()
            .ToArray();
        var children = all.ToLookup(process => process.Parent);
        var tree = all.Where(process => process.Id == root).ToList();
        for (var next = 0; next < tree.Count; next++)
        {
            tree.AddRange(children[tree[next].Id]);
        }

        return new ProcessTree([.. tree.Select(process => process.Id)], tree.Sum(process => process.Ticks) * Tick);
    }

    private static (int Id, int Parent, long Ticks)? Read(int id)
    {
        try
        {
            // The name in parentheses may hold anything, so what follows its end is counted: the parent is the second
            // field, and the times of itself and of its ended children are the twelfth to the fifteenth.
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (id, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }
}
