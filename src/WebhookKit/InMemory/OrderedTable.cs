using System.Diagnostics.CodeAnalysis;

namespace WebhookKit.InMemory;

/// <summary>Rows found by key, and walked in the order of their keys from any key on.</summary>
internal sealed class OrderedTable<TKey, TRow>(IComparer<TKey> comparer)
    where TKey : struct
{
    private readonly Dictionary<TKey, TRow> _rows = [];
    private readonly SortedSet<TKey> _keys = new(comparer);

    public int Count => _rows.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TRow row) => _rows.TryGetValue(key, out row);

    public void Add(TKey key, TRow row)
    {
        _rows.Add(key, row);
        _keys.Add(key);
    }

    public void Replace(TKey key, TRow row) => _rows[key] = row;

    public void Remove(TKey key)
    {
        _rows.Remove(key);
        _keys.Remove(key);
    }

    public IEnumerable<TRow> Ascending(TKey? after = null)
    {
        if (after is not { } bound)
        {
            return RowsOf(_keys);
        }

        return _keys.Count == 0 || comparer.Compare(bound, _keys.Max) >= 0 ? [] : RowsOf(Except(_keys.GetViewBetween(bound, _keys.Max), bound));
    }

    public IEnumerable<TRow> Descending(TKey? after = null)
    {
        if (after is not { } bound)
        {
            return RowsOf(_keys.Reverse());
        }

        return _keys.Count == 0 || comparer.Compare(bound, _keys.Min) <= 0
            ? []
            : RowsOf(Except(_keys.GetViewBetween(_keys.Min, bound).Reverse(), bound));
    }

    private IEnumerable<TKey> Except(IEnumerable<TKey> keys, TKey bound) => keys.SkipWhile(key => comparer.Compare(key, bound) == 0);

    private IEnumerable<TRow> RowsOf(IEnumerable<TKey> keys) => keys.Select(key => _rows[key]);
}
