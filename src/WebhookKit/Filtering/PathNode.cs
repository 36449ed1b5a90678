using System.Text;
using System.Text.Json;

namespace WebhookKit.Filtering;

/// <summary>A name in the paths of a filter: what is asked of the field, and the names that go on from it. Complete once parsed.</summary>
internal sealed class PathNode(string name)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(name);
    private readonly List<PathNode> _children = [];
    private readonly List<(int Index, FieldTest Test)> _tests = [];

    /// <summary>Whether paths go on from here.</summary>
    public bool HasChildren => _children.Count > 0;

    public void Add(int index, FieldTest test) => _tests.Add((index, test));

    /// <summary>The node of a name below this one; made where it is not there yet.</summary>
    public PathNode Child(string child)
    {
        var utf8 = Encoding.UTF8.GetBytes(child);
        var found = _children.Find(known => known._name.AsSpan().SequenceEqual(utf8));
        if (found is null)
        {
            found = new PathNode(child);
            _children.Add(found);
        }

        return found;
    }

    /// <summary>The node of the property name at which a reader stands; null where no path goes there.</summary>
    public PathNode? Find(ref Utf8JsonReader reader)
    {
        foreach (var child in _children)
        {
            if (reader.ValueTextEquals(child._name))
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>Notes which tests the value meets at which a reader stands.</summary>
    public void Note(ref Utf8JsonReader reader, scoped Span<bool> met)
    {
        foreach (var (index, test) in _tests)
        {
            met[index] = met[index] || test.IsMetBy(ref reader);
        }
    }
}
